import { openAccount, openWorld, quoted, type World } from '../world';
import { applied, lookingAt, placed, releaseOf } from './placing-inputs';

describe('an order being placed', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.at(0));
  afterAll(() => world.close());
  const { balance, everything } = lookingAt(() => world);

  describe('is not moved by a stale attempt', () => {
    it.each(['reserve:in-time', 'reserve:reserved', 'reserve:held'])('of reserving, held up at %s', async (point) => {
      const opened = await openAccount(world, { balance: '100.00' });
      const quote = await quoted(world, opened);
      const [first, second] = [world.paused(point), world.paused(point)];
      const attempts = [first, second].map(({ activities }) => activities.reserve(placed(opened, quote)));
      await Promise.all([first.gate.arrived(), second.gate.arrived()]);
      expect(await world.activities.reserve(placed(opened, quote))).toEqual({ status: 'reserved' });
      const reserved = await everything(opened);
      first.gate.open();
      await attempts[0];
      expect(await everything(opened)).toEqual(reserved);
      await world.activities.release(releaseOf(opened, false));
      const released = await everything(opened);
      second.gate.open();
      await Promise.allSettled(attempts);
      expect(await everything(opened)).toEqual(released);
      expect(await balance(opened)).toBe('100.00');
      await Promise.allSettled([world.activities.reserve(placed(opened, quote))]);
      expect(await everything(opened)).toEqual(released);
    });

    it('of reserving, that has not held the balance yet when the order is given up', async () => {
      const opened = await openAccount(world, { balance: '100.00' });
      const quote = await quoted(world, opened);
      const { activities, gate } = world.paused('reserve:reserved');
      const late = activities.reserve(placed(opened, quote));
      await gate.arrived();
      await world.activities.release(releaseOf(opened, false));
      const released = await everything(opened);
      gate.open();
      await Promise.allSettled([late]);
      expect(await everything(opened)).toEqual(released);
      expect(await balance(opened)).toBe('100.00');
    });

    it('of reserving, after a regular one found the quote expired', async () => {
      const opened = await openAccount(world, { balance: '100.00' });
      const quote = await quoted(world, opened);
      const { activities, gate } = world.paused('reserve:in-time');
      const late = activities.reserve(placed(opened, quote));
      await gate.arrived();
      world.at(31 * 60);
      expect(await world.activities.reserve(placed(opened, quote))).toEqual({ status: 'quote_expired' });
      const after = await everything(opened);
      gate.open();
      await expect(late).rejects.toMatchObject({ type: 'StaleAttempt', nonRetryable: true });
      expect(await everything(opened)).toEqual(after);
      expect(await balance(opened)).toBe('100.00');
    });

    it.each(['apply:started', 'apply:committed', 'apply:posted'])('of applying, held up at %s', async (point) => {
      const opened = await openAccount(world, { balance: '100.00' });
      const quote = await quoted(world, opened);
      await world.activities.reserve(placed(opened, quote));
      const { activities, gate } = world.paused(point);
      const late = activities.apply(applied(opened, quote));
      await gate.arrived();
      const answer = await world.activities.apply(applied(opened, quote));
      const after = await everything(opened);
      gate.open();
      expect(await late).toEqual(answer);
      expect(await everything(opened)).toEqual(after);
    });

    it('of releasing, after the next visit has reserved', async () => {
      const opened = await openAccount(world, { balance: '100.00' });
      const quote = await quoted(world, opened);
      await world.activities.reserve(placed(opened, quote));
      const { activities, gate } = world.paused('release:ended');
      const late = activities.release(releaseOf(opened, true));
      await gate.arrived();
      await world.activities.release(releaseOf(opened, true));
      await world.activities.reserve(placed(opened, quote, 2));
      const after = await everything(opened);
      gate.open();
      await late;
      await world.activities.release(releaseOf(opened, true));
      expect(await everything(opened)).toEqual(after);
    });
  });
});
