import { SEND } from 'statechart-host/contract';
import { ORDER_WORKFLOW, orderWorkflowId } from '../../workflows/contract';
import { openShop, type Shop } from '../support/flow-shop';
import { startFlowStand, TENANT } from '../support/flow-stand';
import { PATIENCE, until } from '../support/within';

/** More than a server takes of one payload, and less than it takes of one call. */
const TOO_LARGE = 'x'.repeat(2_200_000);
/** In which an order is started, or nobody has an answer in time. */
const STARTED = [201, 503];
/** Long enough for a task to fail, in milliseconds. */
const A_WHILE = 1_000;

describe('what is larger than the Temporal server that users have takes', () => {
  let shop: Shop;
  let isTooLarge = false;
  let tooLargeAnswers = 0;
  beforeAll(async () => {
    const stand = await startFlowStand({
      steps: (real) => ({
        assess: async (input) => {
          const answer = await real.assess(input);
          if (!isTooLarge) return answer;
          tooLargeAnswers += 1;
          return { ...answer, padding: TOO_LARGE };
        },
      }),
    });
    shop = await openShop(stand);
  });
  afterAll(async () => {
    // Tasks failed, and nothing else did.
    await shop.stand.stop().catch((error: Error) => expect(error.message).toMatch(/^Workflow tasks failed/));
  });

  const statusOf = async (changeId: string): Promise<string> => (await orderOf(changeId).describe()).status.name;

  const onlyOrder = async (): Promise<string> => {
    const query = `WorkflowType = '${ORDER_WORKFLOW}'`;
    const ids: string[] = [];
    await until(PATIENCE, 'an order in the list', async () => {
      for await (const { workflowId } of shop.stand.temporal.client.workflow.list({ query })) ids.push(workflowId);
      return ids.length > 0;
    });
    return ids[0]?.split(':').at(-1) ?? '';
  };

  const orderOf = (changeId: string) =>
    shop.stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));

  it('a step that answers with too much leaves its order running, and the order goes on once it answers with less', async () => {
    const claire = await shop.customer();
    isTooLarge = true;
    const body = { subscriptionId: claire.subscription, seats: 8 };
    const begun = claire.ask('POST', '/v1/changes', { body, expect: STARTED });
    await until(PATIENCE, 'a second try of the step', async () => tooLargeAnswers > 1);
    const changeId = await onlyOrder();
    expect(await statusOf(changeId)).toBe('RUNNING');
    isTooLarge = false;
    await begun;
    expect(await claire.reaches(changeId, 'reviewing')).toMatchObject({ stuck: null });
  });

  it('an event that is too large is refused, and its order is not ended by it', async () => {
    const claire = await shop.customer();
    const { changeId } = await claire.start({ seats: 8 });
    const order = orderOf(changeId);
    const event = { type: 'CHECKOUT', note: TOO_LARGE };
    const sent = shop.stand.temporal.client.withDeadline(Date.now() + A_WHILE, () =>
      order.executeUpdate(SEND, { args: [event], updateId: 'too-large' }),
    );
    await expect(sent).rejects.toThrow();
    expect(await statusOf(changeId)).toBe('RUNNING');
    // The server goes on asking the worker for as long as it keeps the event.
    await order.terminate('the end of a test');
  });
});
