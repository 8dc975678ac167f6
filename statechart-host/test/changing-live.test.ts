import { PATIENCE, until } from '../../test/support/within';
import {
  compatible,
  type DeployStand,
  edited,
  firstCarried,
  nudge,
  openDeployStand,
  send,
  viewOf,
} from './support/deploy-stand';

const FUNCTION = edited(['context.total + event.amount', 'context.total + 2 * event.amount']);
const STATE: [string, string] = ['    auditing: { invoke', '    resting: {},\n    auditing: { invoke'];
const VERSION: [string, string] = ["  id: 'ledger',", "  id: 'ledger',\n  version: '2',"];

const PROTECTED = [
  ['savingWorkflow', 'saving after SAVE'],
  ['locallySavingWorkflow', 'saving after SAVE'],
  ['projectedWorkflow', 'open after ADD'],
  ['locallyProjectedWorkflow', 'open after ADD'],
] as const;

let stand: DeployStand;

beforeAll(async () => {
  stand = await openDeployStand();
});
afterAll(() => stand.close());

/** A run that has added five and saved. */
async function saved(workflow: string) {
  const handle = await stand.start(workflow);
  await send(handle, { type: 'ADD', amount: 5 });
  await send(handle, { type: 'SAVE' });
  return handle;
}

describe('a deploy over running machines', () => {
  it('an edited function holds up runs with steps and projections with words, and they heal when the former code is back', async () => {
    const runs = await Promise.all(
      PROTECTED.map(async ([workflow, where]) => ({ where, handle: await saved(workflow) })),
    );
    await stand.deploy(FUNCTION);
    await Promise.all(runs.map(({ handle }) => nudge(handle, { type: 'ADD', amount: 1 })));
    for (const { where, handle } of runs) {
      const words = `The machine "ledger" failed in ${where}: The past of this run is another one: its value and context`;
      expect(await stand.failure(handle)).toMatch(words);
    }
    await stand.deploy();
    for (const { handle } of runs) {
      await until(PATIENCE, 'the signal', async () => (await viewOf(handle)).details.total === 6);
      expect(await viewOf(handle)).toMatchObject({ state: 'open', details: { total: 6, saved: 1 } });
    }
  });

  it('an edited structure holds up a run with both ids, versions and hashes, and it goes on when that is said to be compatible', async () => {
    const former = await firstCarried(stand, await stand.continued('plainWorkflow', { type: 'ADD', amount: 1 }));
    const { hash } = former.definition;
    const goingOn = edited(STATE, VERSION, compatible('ledger', hash));
    await stand.prepare(goingOn);
    const handle = await saved('savingWorkflow');
    await stand.deploy(edited(STATE, VERSION));
    await nudge(handle, { type: 'ADD', amount: 1 });
    const words = await stand.failure(handle);
    expect(words).toContain(
      `failed in saving after SAVE: The past of this run is another one: it was begun by "ledger" (${hash}), and this is "ledger" version 2 (`,
    );
    expect(/version 2 \(([0-9a-f]{16})\)/.exec(words)?.[1]).not.toBe(hash);
    await stand.deploy(goingOn);
    await until(PATIENCE, 'the signal', async () => (await viewOf(handle)).details.total === 6);
    expect(await send(handle, { type: 'SAVE' })).toMatchObject({ details: { total: 6, saved: 2 } });
    await stand.deploy();
  });

  it('another version is another machine, though it looks the same', async () => {
    const handle = await saved('savingWorkflow');
    await stand.deploy(edited(VERSION));
    await nudge(handle, { type: 'ADD', amount: 1 });
    expect(await stand.failure(handle)).toMatch(/begun by "ledger" \((\w+)\), and this is "ledger" version 2 \(\1\)/);
    await stand.deploy();
    await until(PATIENCE, 'the signal', async () => (await viewOf(handle)).details.total === 6);
  });
});
