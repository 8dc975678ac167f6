import { newLogger } from '../../telemetry/logs/logger';

/** The line that a log writes of what it is told. */
function lineOf(told: object): { err?: Told; facts?: Record<string, unknown> } & Record<string, unknown> {
  const lines: string[] = [];
  const to = { write: (line: string) => void lines.push(line) };
  newLogger({ name: 'api', level: 'info', build: { version: '1', build: 'b' } }, to).info(told, 'it happened');
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

interface Told {
  message: string;
  cause?: Told;
}

const depthOf = (told: Told | undefined): number => (told === undefined ? 0 : 1 + depthOf(told.cause));

describe('what a line tells', () => {
  it('an error is told with ten of its causes, also where it is its own', () => {
    const itself = new Error('round');
    itself.cause = itself;
    expect(depthOf(lineOf({ err: itself }).err)).toBe(11);
    const long = Array.from({ length: 50_000 }).reduce<Error>((cause) => new Error('long', { cause }), new Error());
    expect(depthOf(lineOf({ error: long }).err)).toBe(11);
    expect(depthOf(lineOf({ err: new Error('two', { cause: new Error('one') }) }).err)).toBe(2);
  });

  it('what belongs to a person, or is a secret, is told at no depth and in no spelling', () => {
    const canary = 'canary';
    const secrets = { name: canary, mailAddress: canary, evidence: canary, 'Set-Cookie': canary, secret_hash: canary };
    const deep = { one: { two: { three: { order: 'chg_1', ...secrets, list: [{ paymentToken: canary }] } } } };
    const line = lineOf({ ...deep, vatNumber: canary, tenantId: 'acme' });
    expect(JSON.stringify(line)).not.toContain(canary);
    expect(line).toMatchObject({
      name: 'api',
      tenantId: 'acme',
      facts: { one: { two: { three: { order: 'chg_1' } } } },
    });
  });

  it('what goes round, is large or is an error among other facts ends the line nowhere', () => {
    const round: Record<string, unknown> = { at: new Date(0) };
    round.again = round;
    const many = Array.from({ length: 5_000 }, (_, index) => index);
    const { facts } = lineOf({ round, many, bytes: Buffer.from('canary'), first: new Error('told') });
    expect(facts).toMatchObject({ round: { at: '1970-01-01T00:00:00.000Z' }, bytes: '[left out]' });
    expect(facts?.many).toHaveLength(100);
    expect(facts?.first).toMatchObject({ message: 'told' });
  });

  it.each(['\n', '\\n'])('the first line is kept of a failure that the engine tells', (end) => {
    const { facts } = lineOf({ failure: `Failure { message: "it threw${end} at canary${end} at canary` });
    expect(facts).toEqual({ failure: 'Failure { message: "it threw' });
    expect(String(lineOf({ failure: 'x'.repeat(9_000) }).facts?.failure)).toHaveLength(500);
  });
});
