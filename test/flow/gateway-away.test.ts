import { failingSteps } from '../support/failing-steps';
import { oneRun } from '../support/flow-runs';
import { SHORT_PAUSES } from '../support/hurried-workflows';
import { PATIENCE, until } from '../support/within';

const { failing, options } = failingSteps();

/** The pauses between so many attempts come to two minutes. */
const ATTEMPTS_IN_TWO_MINUTES = 10;
let refundsTried = 0;

oneRun(
  'a gateway that is away for two minutes',
  (shop) => {
    it('a refund that is due meanwhile is made when the gateway is back, and asks no person', async () => {
      const { stand, lead } = shop();
      const claire = await shop().customer();
      failing.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      failing.clear();
      await stand.gatewayGoesDown();
      const before = refundsTried;
      const aborting = lead.act(changeId, { type: 'ABORT' });
      const isAwayForLong = async () => refundsTried - before >= ATTEMPTS_IN_TWO_MINUTES;
      await until(PATIENCE, 'two minutes of trying', isAwayForLong);
      await stand.gatewayComesBack();
      await aborting;
      await until(PATIENCE, 'the end of the order', async () => (await claire.look(changeId)).state === 'cancelled');
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
      const { items } = await lead.get<{ items: { to: string }[] }>(`/v1/changes/${changeId}/timeline`);
      expect(items.filter(({ to }) => String(to).startsWith('compensating.stuck'))).toEqual([]);
    });
  },
  {
    change: SHORT_PAUSES,
    steps: (real) => ({
      ...options.steps?.(real),
      compensate: (input) => {
        refundsTried += 1;
        return real.compensate(input);
      },
    }),
  },
);
