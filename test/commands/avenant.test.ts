import { randomUUID } from 'node:crypto';
import { openScriptedTemporal } from '../support/scripted-temporal';
import { run } from './in-process';

const NOWHERE = { MONGODB_URI: 'mongodb://127.0.0.1:1/', AVENANT_SECRET: randomUUID() };

describe('the command avenant', () => {
  const asked = (line: string) => run(line === '' ? [] : line.split(' '));

  it.each(['frob --version', 'frob --help', 'frob', 'keys', '--frob', ''])(
    'a command that there is not is told and ends with 2: "%s"',
    async (line) => {
      expect(await asked(line)).toMatchObject({
        code: 2,
        out: [],
        errors: [expect.stringMatching(/There is|Usage/)],
      });
    },
  );

  it.each(['--help', '-h', '--version', 'keys --help', 'keys add -h', 'keys add --role service --help'])(
    'what is asked of it is told and ends with 0: "%s"',
    async (line) => {
      expect(await asked(line)).toMatchObject({ code: 0, errors: [] });
    },
  );

  it('the value of an option is not taken for a call for help, and nothing is done', async () => {
    const { code, out, errors } = await run(
      ['keys', 'add', '--tenant', 'acme', '--role', 'service', '--name', '-h'],
      NOWHERE,
    );
    expect([code, out]).toEqual([2, []]);
    expect(errors[0]).toContain("'--name' argument is ambiguous");
  });

  it.each<[string, { status: number }, Record<string, string>, number]>([
    ['refuses a key', { status: 16 }, { TEMPORAL_API_KEY: 'planted', TEMPORAL_TLS: '0' }, 3],
    ['wants to know who calls', { status: 16 }, {}, 3],
    ['does not permit the namespace', { status: 7 }, {}, 3],
    ['does not have the namespace', { status: 5 }, {}, 2],
  ])('a command ends with what it heard of a Temporal that %s', async (_, answer, more, code) => {
    const temporal = await openScriptedTemporal(() => answer);
    const ended = await run(['deployment', 'status'], { TEMPORAL_ADDRESS: temporal.address, ...more });
    expect([ended.code, ended.errors.join()]).toEqual([code, expect.stringContaining('cannot be used')]);
    await temporal.close();
  });
});
