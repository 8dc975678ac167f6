import { attemptsOf, type Patience } from '../../machines/patience';
import { STEPS } from '../../machines/subscription-change/step-table';
import { PAUSES } from '../../machines/subscription-change/timing';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The pauses of a step one after the other, in milliseconds. */
const pausesOf = (patience: Patience): number[] =>
  Array.from({ length: attemptsOf(patience) - 1 }, (_, index) =>
    Math.min(patience.firstPause * 2 ** index, patience.longestPause),
  );

const sum = (pauses: readonly number[]): number => pauses.reduce((total, pause) => total + pause, 0);

const steps = Object.entries(STEPS);
/** Whoever looks a payment up again decides how long that goes on. */
const askedAgain = ['lookUpPayment', 'voidPayment'];

describe('the patience of an order', () => {
  it.each(steps)('the step %s says why it is tried for so long, and what comes afterwards', (_, { patience }) => {
    expect(patience.why).toMatch(/^\S.{20,}[^.]$/);
    expect(patience.afterwards).toMatch(/^\S.{10,}[^.]$/);
    expect(patience.firstPause).toBeLessThanOrEqual(patience.longestPause);
    expect(Number.isFinite(attemptsOf(patience))).toBe(true);
  });

  it('a step that somebody waits in front of is answered within about half a minute', () => {
    const watched = steps.filter(([, { patience }]) => patience.whoWaits !== 'nobody');
    expect(watched.map(([name]) => name)).toEqual(
      expect.arrayContaining(['assess', 'quote', 'reserve', 'capturePayment']),
    );
    for (const [name, { patience }] of watched) {
      expect([name, sum(pausesOf(patience)) <= 35 * SECOND]).toEqual([name, true]);
      expect([name, patience.longestPause <= 8 * SECOND]).toEqual([name, true]);
    }
  });

  it('a step that nobody waits for is tried for half an hour, at least once a minute', () => {
    const unwatched = steps.filter(
      ([name, { patience }]) => patience.whoWaits === 'nobody' && !askedAgain.includes(name),
    );
    for (const name of [
      'compensate',
      'release',
      'confirm',
      'fulfil',
      'followUpVat',
      'followUpSeats',
      'bookGivenBack',
    ]) {
      expect(unwatched.map(([step]) => step)).toContain(name);
    }
    for (const [name, { patience }] of unwatched) {
      const pauses = pausesOf(patience);
      expect([name, sum(pauses) >= 30 * MINUTE, Math.max(...pauses) <= MINUTE]).toEqual([name, true, true]);
    }
  });

  it('a charge is sent once, and what is sent once is nothing but the charge', () => {
    expect(steps.filter(([, { patience }]) => attemptsOf(patience) === 1).map(([name]) => name)).toEqual(['charge']);
    expect(steps.filter(([, { attempts }]) => attempts === 'once').map(([name]) => name)).toEqual(['charge']);
  });

  it('a person is asked about an unknown payment within a quarter of an hour, the charge and the look-ups included', () => {
    const charge = 2 * MINUTE;
    const look = sum(pausesOf(STEPS.lookUpPayment.patience)) + 20 * SECOND;
    expect(charge + SECOND * sum(PAUSES.lookUps) + PAUSES.lookUps.length * look).toBeLessThanOrEqual(15 * MINUTE);
    expect(PAUSES.lookUps.slice(0, 3)).toEqual([1, 5, 15]);
  });

  it('a charge that was not sent is sent again for longer than a gateway takes to restart', () => {
    const spent = SECOND * sum(PAUSES.resends);
    expect([spent >= 10 * MINUTE, spent <= 15 * MINUTE]).toEqual([true, true]);
  });

  it('pauses grow and never shrink', () => {
    for (const pauses of Object.values(PAUSES)) expect([...pauses].sort((one, other) => one - other)).toEqual(pauses);
  });
});

describe('the number of attempts', () => {
  const patience = { whoWaits: 'nobody', firstPause: 1, longestPause: 4, afterwards: '', why: '' } as const;

  it('a step is attempted once more for each pause that its time has room for, and once where it has none', () => {
    const attempts = [0, 1, 2, 3, 7, 8, 11].map((triedFor) => attemptsOf({ ...patience, triedFor }));
    expect(attempts).toEqual([1, 2, 3, 3, 4, 5, 5]);
  });

  it('a step that is never given up has no number of attempts', () => {
    expect(attemptsOf({ ...patience, triedFor: Infinity })).toBe(Infinity);
  });
});
