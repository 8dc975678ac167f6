import { VIEW } from 'statechart-host/contract';
import type { LookForLostOutput } from '../../activities/contract';
import { lookForLost } from '../../activities/order/lost';
import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import { newLogger } from '../../telemetry/logs/logger';
import { type OrderView, orderWorkflowId } from '../../workflows/contract';
import type { Shop } from './flow-shop';
import { TENANT } from './flow-stand';
import { PATIENCE, until } from './within';

/** Long enough that nothing of now counts as just written. */
export const soon = (): Date => new Date(Date.now() + 6 * 60_000);

export const workflowOf = ({ stand }: Shop, changeId: string) =>
  stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));

/** Housekeeping, as it will be done in some minutes. */
export const look = ({ stand }: Shop, temporalClient = stand.temporal.client): Promise<LookForLostOutput> =>
  lookForLost(
    {
      store: stand.store,
      temporalClient,
      clock: soon,
      log: newLogger({ name: 'api', level: 'silent' }),
      paymentGateway: sandboxGateway({ baseUrl: stand.paymentUrl }),
    },
    { batch: 100 },
  );

/** An order is answered before its answer is written down. */
export const untilWritten = (shop: Shop, changeId: string): Promise<void> =>
  until(PATIENCE, 'the order to be written', async () => {
    const { sequence } = await workflowOf(shop, changeId).query<OrderView>(VIEW);
    return (await shop.stand.store.orders.find(TENANT, changeId))?.sequence === sequence;
  });

/** Its workflow is terminated where it rests, and that is found. */
export async function losesItsWorkflow(shop: Shop, changeId: string): Promise<void> {
  await untilWritten(shop, changeId);
  await workflowOf(shop, changeId).terminate('by mistake');
  await shop.stand.store.orders.noteLookedFor({ tenantId: TENANT, changeId }, new Date(0));
  await look(shop);
}
