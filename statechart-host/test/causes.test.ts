import { stepActivities, withItsCauses } from 'statechart-host/contract';

const causesOf = (error: unknown): number =>
  error instanceof Error && error.cause instanceof Error ? 1 + causesOf(error.cause) : 0;

describe('the causes of an error', () => {
  it('an error that goes round is cut where it begins again, and keeps each cause', () => {
    const [first, second] = [new Error('first'), new Error('second')];
    first.cause = second;
    second.cause = first;
    expect(withItsCauses(first)).toEqual([first, second]);
    expect([first.cause, second.cause]).toEqual([second, undefined]);
  });

  it('a chain is cut after ten causes, and a shorter one is left as it is', () => {
    const chain = (length: number) =>
      Array.from({ length }).reduce<Error>((cause) => new Error('later', { cause }), new Error('first'));
    const [long, short] = [chain(50_000), chain(10)];
    expect([withItsCauses(long).length, withItsCauses(short).length]).toEqual([11, 11]);
    expect([causesOf(long), causesOf(short)]).toEqual([10, 10]);
  });

  it('a step that fails with an error which is its own cause fails with that error', async () => {
    const itself = new Error('x'.repeat(5_000));
    itself.cause = itself;
    const { run } = stepActivities({ run: () => Promise.reject(itself) });
    await expect(run()).rejects.toBe(itself);
    expect([itself.message.length, itself.cause]).toEqual([4_002, undefined]);
  });
});
