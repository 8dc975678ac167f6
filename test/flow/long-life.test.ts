import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { everyRun } from '../support/flow-runs';
import type { Buyer } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { CONTINUED_SOON, SHORT_WAITS } from '../support/hurried-workflows';
import { PATIENCE, until } from '../support/within';

everyRun(
  'an order that lives for long',
  (shop, _, both) => {
    const handle = (changeId: string) =>
      shop().stand.temporal.client.workflow.getHandle(`change:${TENANT}:${changeId}`);
    const runOf = async (changeId: string): Promise<string> => (await handle(changeId).describe()).runId;

    /** Edits an order until it has gone on in another run. */
    async function editUntilContinued(claire: Buyer, changeId: string): Promise<void> {
      const first = await runOf(changeId);
      for (let seats = 6; (await runOf(changeId)) === first; seats = seats === 9 ? 6 : seats + 1) {
        await claire.edit(changeId, { seats });
      }
    }

    both('an order that was edited through several runs is charged once, for what was agreed last', async () => {
      const claire = await shop().customer();
      const { changeId } = await claire.start({ seats: 8 });
      await editUntilContinued(claire, changeId);
      await editUntilContinued(claire, changeId);
      const edited = await claire.edit(changeId, { seats: 7 });
      const placed = await claire.place(await claire.send(changeId, { type: 'CHECKOUT' }));
      expect(placed).toMatchObject({ state: 'completed', done: true });
      expect(placed.sequence).toBeGreaterThan(edited.sequence);
      expect(await claire.gatewayBook(changeId)).toHaveLength(1);
      expect(await handle(changeId).result()).toMatchObject({ state: 'completed' });
    });

    both(
      'an order that is stuck stays on the list of the stuck ones in its next run, and leaves it when it is retried',
      async () => {
        const claire = await shop().customer();
        await shop().stand.gatewayGoesDown();
        const { changeId } = await claire.buy({ seats: 8 });
        const first = await runOf(changeId);
        for (let asked = 0; (await runOf(changeId)) === first; asked += 1) {
          expect(asked).toBeLessThan(30);
          await shop().agent.act(changeId, { type: 'HOLD' });
          await shop().agent.act(changeId, { type: 'RELEASE' });
        }
        const { typedSearchAttributes } = await handle(changeId).describe();
        expect(JSON.stringify(typedSearchAttributes)).toContain(STUCK_ATTRIBUTE);
        await shop().stand.gatewayComesBack();
        expect(await shop().agent.act(changeId, { type: 'RETRY' })).toMatchObject({ state: 'completed' });
        await until(PATIENCE, 'the attribute to be gone', async () => {
          const now = await handle(changeId).describe();
          return !JSON.stringify(now.typedSearchAttributes).includes('settlingPayment');
        });
      },
    );
  },
  { change: [CONTINUED_SOON, SHORT_WAITS] },
);
