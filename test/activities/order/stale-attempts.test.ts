import { type ActivityStand, openAccount, openActivityStand, quoted, visitOf } from '../stand';
import { applied, lookingAt, placed, releaseOf } from './placing-inputs';

describe('an order being placed', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  beforeEach(() => stand.at(0));
  afterAll(() => stand.close());
  const { balance, everything } = lookingAt(() => stand);

  describe('stale attempts', () => {
    it.each(['reserve:in-time', 'reserve:reserved', 'reserve:held'])(
      'a stale attempt of reserving that was held up at %s moves nothing',
      async (point) => {
        const opened = await openAccount(stand, { balance: '100.00' });
        const quote = await quoted(stand, opened);
        const [first, second] = [stand.paused(point), stand.paused(point)];
        const attempts = [first, second].map(({ activities }) => activities.reserve(placed(opened, quote)));
        await Promise.all([first.gate.arrived(), second.gate.arrived()]);
        expect(await stand.activities.reserve(placed(opened, quote))).toEqual({ status: 'reserved' });
        const reserved = await everything(opened);
        first.gate.open();
        await attempts[0];
        expect(await everything(opened)).toEqual(reserved);
        await stand.activities.release(releaseOf(opened, false));
        const released = await everything(opened);
        second.gate.open();
        await Promise.allSettled(attempts);
        expect(await everything(opened)).toEqual(released);
        expect(await balance(opened)).toBe('100.00');
        await Promise.allSettled([stand.activities.reserve(placed(opened, quote))]);
        expect(await everything(opened)).toEqual(released);
      },
    );

    it('an attempt of reserving holds no balance once the order is given up', async () => {
      const opened = await openAccount(stand, { balance: '100.00' });
      const quote = await quoted(stand, opened);
      const { activities, gate } = stand.paused('reserve:reserved');
      const late = activities.reserve(placed(opened, quote));
      await gate.arrived();
      await stand.activities.release(releaseOf(opened, false));
      const released = await everything(opened);
      gate.open();
      await Promise.allSettled([late]);
      expect(await everything(opened)).toEqual(released);
      expect(await balance(opened)).toBe('100.00');
    });

    it('a stale attempt of reserving moves nothing after a regular one found the quote expired', async () => {
      const opened = await openAccount(stand, { balance: '100.00' });
      const quote = await quoted(stand, opened);
      const { activities, gate } = stand.paused('reserve:in-time');
      const late = activities.reserve(placed(opened, quote));
      await gate.arrived();
      stand.at(31 * 60);
      expect(await stand.activities.reserve(placed(opened, quote))).toEqual({ status: 'quote_expired' });
      const after = await everything(opened);
      gate.open();
      await expect(late).rejects.toMatchObject({ type: 'StaleAttempt', nonRetryable: true });
      expect(await everything(opened)).toEqual(after);
      expect(await balance(opened)).toBe('100.00');
    });

    it.each(['apply:started', 'apply:committed', 'apply:posted'])(
      'a stale attempt of applying that was held up at %s moves nothing',
      async (point) => {
        const opened = await openAccount(stand, { balance: '100.00' });
        const quote = await quoted(stand, opened);
        await stand.activities.reserve(placed(opened, quote));
        const { activities, gate } = stand.paused(point);
        const late = activities.apply(applied(opened, quote));
        await gate.arrived();
        const answer = await stand.activities.apply(applied(opened, quote));
        const after = await everything(opened);
        gate.open();
        expect(await late).toEqual(answer);
        expect(await everything(opened)).toEqual(after);
      },
    );

    it('a stale attempt of agreeing moves nothing, neither after a later one nor after the order has ended', async () => {
      const opened = await openAccount(stand);
      const quote = await quoted(stand, opened);
      const { changes } = placed(opened, quote);
      const agreeing = (visit: number, seats: number) => ({
        ...{ ...visitOf(opened, visit), quote },
        changes: changes.map((change) => ({ ...change, seats })),
      });
      const [first, second] = [stand.paused('agree:started'), stand.paused('agree:started')];
      const attempts = [first, second].map(({ activities }) => activities.agree(agreeing(1, 9)));
      await Promise.all([first.gate.arrived(), second.gate.arrived()]);
      expect(await stand.activities.agree(agreeing(2, 8))).toEqual({ status: 'agreed' });
      const agreed = await everything(opened);
      expect(agreed.held).toMatchObject({ openChange: null, agreed: { visit: 2, change: { seats: 8 } } });
      first.gate.open();
      expect(await attempts[0]).toEqual({ status: 'agreed' });
      expect(await everything(opened)).toEqual(agreed);
      await stand.activities.release(releaseOf(opened, false, 2));
      const released = await everything(opened);
      expect(released.held).toMatchObject({ openChange: null, agreed: null });
      second.gate.open();
      expect(await attempts[1]).toMatchObject({ status: 'superseded' });
      expect(await everything(opened)).toEqual(released);
    });

    it('a stale attempt of releasing moves nothing after the next visit has reserved', async () => {
      const opened = await openAccount(stand, { balance: '100.00' });
      const quote = await quoted(stand, opened);
      await stand.activities.reserve(placed(opened, quote));
      const { activities, gate } = stand.paused('release:ended');
      const late = activities.release(releaseOf(opened, true));
      await gate.arrived();
      await stand.activities.release(releaseOf(opened, true));
      await stand.activities.reserve(placed(opened, quote, 2));
      const after = await everything(opened);
      gate.open();
      await late;
      await stand.activities.release(releaseOf(opened, true));
      expect(await everything(opened)).toEqual(after);
    });
  });
});
