import { NUDGE, SEND, UNTIL_SETTLED, VIEW } from 'statechart-host/contract';
import { bundle, type Mutation } from '../../test/support/bundle';
import { PATIENCE, within } from '../../test/support/within';
import { openWorkerStand, type WorkerStand } from './support/worker-stand';

const LEDGER = 'statechart-host/test/fixtures/changing.ts';
const EDITED: Mutation = {
  file: LEDGER,
  replace: [['context.total + event.amount', 'context.total + 2 * event.amount']],
};

describe('a worker whose code computes another past', () => {
  let stand: WorkerStand;
  beforeAll(async () => {
    const activities = { save: async () => 'saved', write: async () => 'written' };
    stand = await openWorkerStand({ workflowBundle: await bundle(LEDGER), activities });
  });
  afterAll(() => stand.close());

  it('a worker that is asked for the view of a failing machine serves its neighbours on', async () => {
    const handle = await stand.start('savingWorkflow');
    await handle.executeUpdate(SEND, { args: [{ type: 'ADD', amount: 1 }] });
    await handle.executeUpdate(SEND, { args: [{ type: 'SAVE' }] });
    await stand.restart({ workflowBundle: await bundle(LEDGER, EDITED) });
    for (let asked = 0; asked < 3; asked += 1) await handle.query(VIEW).catch(() => undefined);
    const neighbour = await stand.start('savingWorkflow');
    await within(PATIENCE, neighbour.executeUpdate(UNTIL_SETTLED), 'the neighbour');
    await neighbour.signal(NUDGE, { type: 'ADD', amount: 2 });
    await neighbour.signal(NUDGE, { type: 'NOPE' });
    await neighbour.executeUpdate(UNTIL_SETTLED);
    expect(await neighbour.query(VIEW)).toMatchObject({ nudgesRejected: 1, details: { total: 4 } });
  });
});
