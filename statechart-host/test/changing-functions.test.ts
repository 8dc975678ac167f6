import { Worker } from '@temporalio/worker';
import { quietRuntime } from 'statechart-host/testing';
import { bundle, type Mutation } from '../../test/support/bundle';
import { recorded } from './support/recorded';

const LEDGER = 'statechart-host/test/fixtures/changing.ts';

const EDITED: Mutation = {
  file: LEDGER,
  replace: [['context.total + event.amount', 'context.total + 2 * event.amount']],
};
const EDITED_INSIDE: Mutation = { file: LEDGER, replace: [['context.checks + 1', 'context.checks + 2']] };

const replay = async (name: string, change?: Mutation): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: await bundle(LEDGER, change) }, recorded(name));

beforeAll(() => quietRuntime());

describe('a recorded past that an edited function would change', () => {
  it.each([
    ['a step', 'ledger-saved', 'failed in saving after SAVE'],
    ['a local step', 'ledger-saved-locally', 'failed in saving after SAVE'],
    ['the first of two events during a step', 'ledger-added-while-saved', 'failed in saving after SAVE'],
    ['a projection', 'ledger-projected', 'failed in open after ADD'],
    ['a local projection', 'ledger-projected-locally', 'failed in open after ADD'],
    ['the end of a run', 'ledger-continued-1', 'failed in open after ADD'],
  ])('%s refuses another past and names state and event', async (_, name, where) => {
    await expect(replay(name)).resolves.toBeUndefined();
    await expect(replay(name, EDITED)).rejects.toThrow(where);
    await expect(replay(name, EDITED)).rejects.toThrow(
      /The past of this run is another one: .* a function on the way there was edited/,
    );
  });

  it('a step of a machine inside refuses another past of that machine', async () => {
    await expect(replay('ledger-audited')).resolves.toBeUndefined();
    await expect(replay('ledger-audited', EDITED_INSIDE)).rejects.toThrow(
      'failed in auditing after AUDIT: The past of this run',
    );
    await expect(replay('ledger-saved', EDITED_INSIDE)).resolves.toBeUndefined();
  });

  it('what a run began with is not computed again: an edit of what led to it changes nothing', async () => {
    await expect(replay('ledger-continued-2')).resolves.toBeUndefined();
    await expect(replay('ledger-continued-2', EDITED)).resolves.toBeUndefined();
  });
});
