import { CACHES } from './stand';
import { openStand, type Stand } from './support/stand';

describe.each(CACHES)('states and transitions, $cache', ({ options }) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features', options);
  });
  afterEach(async () => expect(await stand.clear()).toEqual([]));
  afterAll(() => stand.stop());

  it('a compound state is entered at its initial state and left as a whole', async () => {
    const run = await stand.start('nested');
    expect(await run.settled()).toMatchObject({ value: 'closed', state: 'closed' });
    expect(await run.send('OPEN')).toMatchObject({ value: { open: 'ajar' }, state: 'open.ajar' });
    expect(await run.send('PUSH')).toMatchObject({ value: { open: 'wide' }, allowedEvents: ['SHUT'] });
    expect(await run.send('SHUT')).toMatchObject({ value: 'closed', settled: true, status: 'active' });
  });

  it('a parallel state takes an event in each of its regions and is done when all of them are', async () => {
    const run = await stand.start('parallel');
    expect(await run.settled()).toMatchObject({ value: { both: { left: 'open', right: 'open' } } });
    expect(await run.send('LEFT')).toMatchObject({ value: { both: { left: 'shut', right: 'open' } } });
    expect((await run.send('SHUT')).value).toBe('shut');
    await run.send('AGAIN');
    expect((await run.send('SHUT')).value).toBe('shut');
  });

  it('a final state inside tells its output to the state around it, and the machine tells its own', async () => {
    const run = await stand.start('outputs');
    const view = await run.send({ type: 'WIN', points: 21 });
    expect(view).toMatchObject({
      value: 'over',
      status: 'done',
      output: { prize: 42, by: 'points' },
      allowedEvents: [],
    });
    expect((await run.ended()).output).toEqual({ prize: 42, by: 'points' });
  });

  it('a shallow history state remembers the state inside, and a deep one those within it', async () => {
    const run = await stand.start('remembering');
    await run.send('SHALLOW');
    await run.send('ALBUM');
    await run.send('NEXT');
    await run.send('OFF');
    expect((await run.send('DEEP')).value).toEqual({ on: { album: 'second' } });
    await run.send('OFF');
    expect((await run.send('SHALLOW')).value).toEqual({ on: { album: 'first' } });
  });

  it('a history state that remembers nothing leads to its target, or else to the initial state', async () => {
    const run = await stand.start('remembering');
    expect((await run.send('FRESH')).value).toEqual({ on: { album: 'first' } });
    const other = await stand.start('remembering');
    expect((await other.send('DEEP')).value).toEqual({ on: 'radio' });
  });

  it('the actions of an initial transition run between the entry of the state and that of the one inside', async () => {
    const run = await stand.start('initialActions');
    expect((await run.settled()).details.did).toEqual(['root entry', 'initial', 'first entry']);
    expect((await run.send('GO')).details.did).toEqual(['root entry', 'initial', 'first entry', 'second entry']);
  });

  it('a target may be an id, relative to its state, or in two regions at once', async () => {
    const run = await stand.start('targets');
    expect((await run.send('BOTH')).value).toEqual({ one: 'c', two: 'y' });
    await run.send('RESET');
    expect((await run.send('INSIDE')).value).toEqual({ one: 'a', two: 'y' });
    await run.send('RESET');
    expect((await run.send('FAR')).value).toEqual({ one: 'b', two: 'x' });
  });

  it('a route leads to its state where the hosting names `xstate.route` among the events', async () => {
    const run = await stand.start('routes');
    expect((await run.send({ type: 'xstate.route', to: '#settings' })).value).toBe('settings');
    await expect(run.send({ type: 'xstate.route', to: '#hidden' })).rejects.toMatchObject({
      cause: { type: 'EventNotAllowed' },
    });
    const unnamed = await stand.start('routesUnnamed');
    await expect(unnamed.send({ type: 'xstate.route', to: '#settings' })).rejects.toMatchObject({
      cause: { type: 'BadEvent' },
    });
  });

  it('a targetless transition leaves and enters nothing', async () => {
    const run = await stand.start('transitions');
    expect((await run.send('TARGETLESS')).details.did).toEqual(['enter outer', 'enter first', 'act']);
  });

  it('a transition to a state inside does not leave its source unless it says `reenter`', async () => {
    const run = await stand.start('transitions');
    const internal = ['enter outer', 'enter first', 'leave first', 'act', 'enter second'];
    expect((await run.send('INTERNAL')).details.did).toEqual(internal);
    const external = [...internal, 'leave second', 'leave outer', 'act', 'enter outer', 'enter second'];
    expect((await run.send('EXTERNAL')).details.did).toEqual(external);
  });

  it('a transition to its own state goes back to the initial state inside, with `reenter` through exit and entry', async () => {
    const run = await stand.start('transitions');
    await run.send('INTERNAL');
    const before = (await run.view()).details.did as string[];
    const self = await run.send('SELF');
    expect(self.value).toEqual({ outer: 'first' });
    expect(self.details.did).toEqual([...before, 'leave second', 'enter first']);
    expect((await run.send('SELF_REENTERED')).details.did).toEqual([
      ...(self.details.did as string[]),
      ...['leave first', 'leave outer', 'enter outer', 'enter first'],
    ]);
  });

  it('a wildcard takes what no longer descriptor takes', async () => {
    const run = await stand.start('wildcards');
    await run.send('mouse.click.left');
    await run.send('mouse.click.right');
    await run.send('mouse.move');
    const view = await run.send('key');
    expect(view.details.did).toEqual(['left', 'click', 'mouse', 'any']);
    await expect(run.send('xstate.done.actor.forged')).rejects.toMatchObject({ cause: { type: 'BadEvent' } });
  });

  it('a forbidden transition hides that of the state around it, and its event is refused', async () => {
    const run = await stand.start('forbidden');
    expect((await run.send('RING')).details.did).toEqual(['ring']);
    expect((await run.send('LOCK')).allowedEvents).toEqual(['UNLOCK']);
    await expect(run.send('RING')).rejects.toMatchObject({ cause: { type: 'EventNotAllowed' } });
    await expect(run.send('KNOCK')).rejects.toMatchObject({ cause: { type: 'EventNotAllowed' } });
    expect((await run.send('UNLOCK')).details.did).toEqual(['ring']);
  });

  it('the first candidate whose guard passes is taken', async () => {
    const run = await stand.start('candidates');
    expect((await run.send({ type: 'PAY', amount: -1 })).value).toBe('refused');
    await run.send('BACK');
    expect((await run.send({ type: 'PAY', amount: 11 })).value).toBe('asked');
    await run.send('BACK');
    expect((await run.send({ type: 'PAY', amount: 10 })).value).toBe('paid');
  });

  it('an eventless transition is taken as soon as its guard passes, and leads on to the next', async () => {
    const run = await stand.start('eventless');
    expect((await run.send('ADD')).value).toBe('few');
    const view = await run.send('ADD');
    expect(view.value).toBe('many');
    expect(view.transitions.at(-1)).toMatchObject({ from: 'few', to: 'many', event: 'ADD' });
  });

  it('timers and transitions of the machine itself hold in all its states', async () => {
    const run = await stand.start('aroundAll');
    await run.send('B');
    expect((await run.send('A')).value).toBe('a');
    await run.seen('the timer', ({ details }) => (details.did as string[]).length === 2);
    expect((await run.view()).details.did).toEqual(['passed', 'noticed']);
  });

  it('an event for which the state has no transition is refused with those that are allowed', async () => {
    const run = await stand.start('unused');
    await expect(run.send('BACK')).rejects.toMatchObject({
      cause: { type: 'EventNotAllowed', message: 'BACK is not allowed in a. Allowed now: GO.' },
    });
    expect((await run.send('GO')).value).toBe('b');
  });
});
