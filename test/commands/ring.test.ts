import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keysInUse } from '../../commands/ring/in-use';
import { toldUse } from '../../commands/ring/told-use';
import { callerKeys } from '../../connections/temporal/payloads/keys';
import { oneRun } from '../support/flow-runs';
import { newKey, ringOf } from '../support/key-rings';

const ROOT = join(__dirname, '..', '..');
const [K1, K2] = [`k1:${newKey()}`, `k2:${newKey()}`];

/** What the command says with a ring. */
const ringCommand = (args: string[], more: Record<string, string>): Promise<{ code: number; told: string }> =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'commands/main.ts', 'ring', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...more },
  }).then(
    ({ stdout }) => ({ code: 0, told: stdout }),
    ({ code, stdout, stderr }) => ({ code, told: stdout + stderr }),
  );

describe('the keys of a ring', () => {
  it('those that a caller is given are printed alone, the one that writes first', async () => {
    const ring = `${K2},${K1}`;
    const printed = await ringCommand(['caller', '--tenant', 'acme'], { AVENANT_KEY_RING: ring });
    expect(printed).toEqual({ code: 0, told: `${callerKeys(ringOf(ring), 'acme')}\n` });
    expect(printed.told).toMatch(/^k2:[A-Za-z0-9+/]{43}=,k1:[A-Za-z0-9+/]{43}=\n$/);
  });

  it.each([
    { args: ['caller', '--tenant', 'a:b'], says: '--tenant: letters, digits' },
    { args: ['caller'], says: '--tenant is missing' },
    { args: ['forget'], says: 'avenant ring in-use' },
  ])('a command that nobody can follow says what is wrong: $args', async ({ args, says }) => {
    const { code, told } = await ringCommand(args, { AVENANT_KEY_RING: K1 });
    expect([code, told]).toEqual([2, expect.stringContaining(says)]);
  });

  it('one that nothing needs may leave the ring, and one that is missing is named', () => {
    const none = { 'kept states': 0, 'payment tokens': 0, 'open workflows': 0 };
    const uses = new Map([
      ['k1', { ...none, 'open workflows': 3 }],
      ['k4', { ...none, 'kept states': 1 }],
    ]);
    expect(toldUse(uses, ['k3', 'k2', 'k1'])).toEqual({
      isComplete: false,
      lines: [
        'k3: 0 kept states, 0 payment tokens, 0 open workflows; writes',
        'k2: 0 kept states, 0 payment tokens, 0 open workflows; may leave the ring',
        'k1: 0 kept states, 0 payment tokens, 3 open workflows',
        'k4: 1 kept states, 0 payment tokens, 0 open workflows; MISSING: put it back',
      ],
    });
  });
});

oneRun(
  'a ring whose key is replaced',
  (shop) => {
    it('what is kept of an order and a token on its way are sealed anew once, and used as before', async () => {
      const { stand } = shop();
      const claire = await shop().customer({ paymentMethod: null });
      const { changeId } = await claire.checkOut({ seats: 8 });
      const env = {
        MONGODB_URI: stand.mongo.uri,
        MONGODB_DATABASE: stand.mongo.database,
        TEMPORAL_ADDRESS: stand.temporal.address,
        TEMPORAL_NAMESPACE: stand.temporal.name,
        AVENANT_KEY_RING: `${K2},${K1}`,
      };
      const inUse = await ringCommand(['in-use'], env);
      expect(inUse).toEqual({
        code: 0,
        told: [
          'k2: 0 kept states, 0 payment tokens, 0 open workflows; writes',
          'k1: 1 kept states, 0 payment tokens, 1 open workflows',
          '',
        ].join('\n'),
      });
      expect(await ringCommand(['reseal'], env)).toEqual({ code: 0, told: '1 looked at, 1 sealed anew\n' });
      expect(await ringCommand(['reseal'], env)).toEqual({ code: 0, told: '1 looked at, 0 sealed anew\n' });
      const uses = await keysInUse(stand.store, stand.temporal.client);
      expect(uses.get('k2')).toMatchObject({ 'kept states': 1 });
      expect(await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' })).toMatchObject({
        missing: [],
      });
    });

    it('what a ring cannot open stays as it is, and is counted', async () => {
      const { stand } = shop();
      await (await shop().customer()).start({ seats: 8 });
      const env = { MONGODB_URI: stand.mongo.uri, MONGODB_DATABASE: stand.mongo.database };
      const { code, told } = await ringCommand(['reseal'], { ...env, AVENANT_KEY_RING: K2 });
      expect(code).toBe(1);
      expect(told).toMatch(/\d left as they are \(k1: key_unknown\)/);
    });
  },
  { keyRing: ringOf(K1), app: { keyRing: ringOf(K1) }, payloads: { encryption: 'on', ring: ringOf(K1) } },
);
