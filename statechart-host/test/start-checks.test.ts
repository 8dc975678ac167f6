import type { Mutation } from '../../test/support/bundle';
import { endOf, nudge, openStand, refusalOf, type Stand, send, settle, statusOf, taskFailure, viewOf } from './stand';
import { sentAgain } from './support/sent-again';

const UNSOUND: [kind: string, words: RegExp][] = [
  ['delayAfter', /".*\.a" waits for the delay "soon", which is not provided/],
  ['delayLikeObjects', /waits for the delay "constructor"/],
  ['delayOfRaise', /waits for the delay "soon"/],
  ['delayOfNamedAction', /waits for the delay "soon"/],
  ['delayOfSendTo', /waits for the delay "soon"/],
  ['delayOfInitial', /waits for the delay "soon"/],
  ['delayInside', /in the machine "kid" inside, the state "kid\.a" waits for the delay "soon"/],
  ['delayInsideInline', /in the machine "kid" inside, the state "kid\.a" waits for the delay "soon"/],
  ['neverAtRest', /no state in which it is at rest/],
  ['regionNeverAtRest', /no state in which it is at rest/],
  ['insideNeverAtRest', /in the machine "kid" inside, it has no state in which it is at rest/],
  ['inlineSpawn', /spawns the actor "kid", whose logic has no name/],
  ['inlineSpawnLater', /spawns the actor "kid", whose logic has no name/],
  ['inlineInContext', /begins with the actor "kid", whose logic has no name/],
  ['inlineInAssign', /begins with the actor "kid", whose logic has no name/],
  ['inlineEnqueued', /begins with the actor "kid", whose logic has no name/],
  ['actorNotProvided', /needs the actor "worker", which is not provided/],
  ['spawnNotProvided', /needs the actor "worker", which is not provided/],
  ['guardNotProvided', /asks the guard "isOpen", which is not provided/],
  ['guardInAnd', /asks the guard "isOpen", which is not provided/],
];

const SOUND = [
  'inlineCallback',
  'inlineMachine',
  'taggedStep',
  'endsByItself',
  'delayInMilliseconds',
  'guardedAlways',
  'actionNotProvided',
];

/** It takes a delay away that the machine waits for. */
const UNSOUND_DEPLOY: Mutation = {
  file: 'statechart-host/test/fixtures/smallest/unsound.ts',
  replace: [['delays: { later: 3_600_000 }', 'delays: { latter: 3_600_000 } as unknown as { later: number }']],
};

describe('the checks at the start', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.stop());

  it.each(UNSOUND)('a machine of the kind %s is refused at its start with words', async (kind, words) => {
    const handle = await stand.start('unsound', kind);
    expect(await endOf(handle)).toMatchObject({ type: 'BadMachine', message: expect.stringMatching(words) });
    expect(await statusOf(handle)).toBe('FAILED');
  });

  it('a caller that starts an unsound machine and waits for it is told why', async () => {
    expect(await refusalOf(stand.startAndSettle('unsound', 'delayAfter'))).toMatchObject({
      type: 'BadMachine',
      message: expect.stringContaining('waits for the delay "soon"'),
    });
    const tooLarge = { text: 'x'.repeat(300_000) };
    expect(await refusalOf(stand.startAndSettle('bulky', tooLarge))).toMatchObject({ type: 'TooLarge' });
  });

  it.each(SOUND)('a machine of the kind %s is hosted', async (kind) => {
    stand.script.work = async () => 'done';
    const handle = await stand.start('sound', kind);
    expect(await settle(handle)).toMatchObject({ settled: true });
  });

  it('a second host in a workflow is refused', async () => {
    const handle = await stand.start('twoHosts');
    expect(await endOf(handle)).toMatchObject({
      type: 'BadMachine',
      message: expect.stringContaining('hosts a machine already'),
    });
  });

  it('a second host after the first one fails its task and ends nothing', async () => {
    const handle = await stand.start('hostAfterHost');
    await settle(handle);
    await nudge(handle, { type: 'GO' });
    expect(await taskFailure(handle)).toContain('hosts a machine already');
    expect(await statusOf(handle)).toBe('RUNNING');
    await handle.terminate();
  });

  it('a machine that has a past and was made unsound fails its task and is healed by a mended deploy', async () => {
    const handle = await stand.start('agedMachine');
    await send(handle, { type: 'GO' });
    await stand.stopWorker();
    await stand.restartWorker(UNSOUND_DEPLOY);
    await nudge(handle, { type: 'GO' });
    expect(await taskFailure(handle)).toContain('waits for the delay "later", which is not provided');
    expect(await statusOf(handle)).toBe('RUNNING');
    await stand.stopWorker();
    await stand.restartWorker();
    expect(await sentAgain(() => settle(handle))).toMatchObject({ state: 'b', status: 'active' });
  });

  it('a machine that has done nothing but start is not ended by a deploy that made it unsound', async () => {
    const handle = await stand.start('agedMachine');
    await viewOf(handle);
    await stand.stopWorker();
    await stand.restartWorker(UNSOUND_DEPLOY);
    const sent = send(handle, { type: 'GO' });
    sent.catch(() => undefined);
    expect(await taskFailure(handle)).toContain('waits for the delay "later", which is not provided');
    expect(await statusOf(handle)).toBe('RUNNING');
    await stand.stopWorker();
    await stand.restartWorker();
    expect(await sent).toMatchObject({ state: 'b', status: 'active' });
  });

  it.each([
    ['AFTER', null],
    ['AFTER', '5 seconds'],
    ['RAISE', '5 seconds'],
    ['RAISE', null],
  ])('the delay of %s that is told as %j fails the task instead of passing at once', async (type, delay) => {
    const handle = await stand.start('delayTold');
    await settle(handle);
    await nudge(handle, { type, delay });
    expect(await taskFailure(handle)).toMatch(/must be a finite number/);
    await handle.terminate();
  });
});
