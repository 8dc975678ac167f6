import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { GuardedProcess } from 'statechart-host/testing';
import { type MailSandbox, startMailSandbox } from '../../dev/sandboxes/mail/server';
import { changeSettings } from '../../dev/stack/change-settings';
import { DEFAULT_SETTINGS } from '../../store/facts/settings';
import { type LogLine, LogLineSchema } from '../../telemetry/logs/line';
import { CONTACT } from '../support/flow-facts';
import { type ApiProcess, aroundNow, startApi, startWorker } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';
import { openShop } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { newKey } from '../support/key-rings';
import { PATIENCE, until } from '../support/within';

const ROOT = join(__dirname, '..', '..');

/** Of a person or a secret: none of them has any business in a log. */
const CANARIES = {
  name: 'Clarisse Delacanarie',
  address: 'clarisse@canary.example',
  company: 'Canarie et Fils',
  vatNumber: 'FR40303265045',
  paymentToken: 'pm_ok',
  card: '4242 4242 4242 4242',
  key: 'canary-of-a-key',
};

/** Line by line, what is wrong with it; none where it is after the schema. */
const faultOf = (line: string): string[] => {
  const read = LogLineSchema.safeParse(tolerantly(line));
  return read.success ? [] : [`${read.error.message} ${line.slice(0, 500)}`];
};

function tolerantly(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

oneRun(
  'the lines of both processes',
  (shop) => {
    const lines: string[] = [];
    const hear = (line: string): void => void lines.push(line);
    let mail: MailSandbox;
    let worker: GuardedProcess;
    let api: ApiProcess;

    beforeAll(async () => {
      const { stand } = shop();
      mail = await startMailSandbox();
      const ring = `one:${newKey()}`;
      const common = { LOG_LEVEL: 'debug', AVENANT_KEY_RING: ring, AVENANT_BUILD: 'canary-build' };
      const ofWorker = { ...common, AVENANT_MAIL_URL: mail.url, AVENANT_MAIL_FROM: 'Orders <orders@seller.example>' };
      [worker, api] = await Promise.all([
        startWorker(stand, undefined, ofWorker, hear),
        startApi(stand, { more: { ...common, SANDBOX_WEBHOOK_SECRETS: 'a secret of the webhooks' }, hear }),
      ]);
    });
    afterAll(async () => {
      await Promise.all([worker.stop(), api.stop()]);
      await mail.close();
    });

    const told = (): LogLine[] => lines.map((line) => LogLineSchema.parse(JSON.parse(line)));

    it('every line of a real flow and its end is after the schema, and none tells of a person or a secret', async () => {
      const { stand } = shop();
      const { service, customer } = await openShop({ ...stand, url: api.url });
      await changeSettings(stand.store, TENANT, { branding: { ...DEFAULT_SETTINGS.branding, name: CANARIES.company } });
      const facts = { name: CANARIES.name, mailAddress: CANARIES.address, locale: 'fr' };
      await service.put(`/v1/people/${CONTACT}`, { ...facts, asOf: new Date().toISOString() });
      const { vatNumber, company: companyName } = CANARIES;
      const claire = await customer({ period: aroundNow(), paymentMethod: null, vatNumber, companyName });
      await stand.payments().script({ fault: 'decline', code: 'invalid_card', operation: 'setup' });
      const { changeId } = await claire.checkOut({ seats: 8 });
      await claire.refused(changeId, { type: 'PLACE_ORDER' });
      await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: CANARIES.paymentToken });
      await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: CANARIES.paymentToken });
      const bought = await claire.place(await claire.look(changeId));
      expect(bought).toMatchObject({ state: 'completed' });
      await until(PATIENCE, 'the mail to be sent', () => Promise.resolve(mail.mails().length > 0));
      for (const [path, options] of [
        [`/v1/changes/${CANARIES.card}`, {}],
        ['/v1/changes', { headers: { authorization: `Bearer canary-of-a-key` } }],
        ['/webhooks/payments/sandbox', { method: 'POST', body: JSON.stringify(CANARIES) }],
      ] as const)
        expect((await fetch(`${api.url}${path}`, options)).ok).toBe(false);
      await Promise.all([worker.stop(), api.stop()]);

      expect(lines.flatMap(faultOf)).toEqual([]);
      const all = lines.join('\n');
      expect(Object.values(CANARIES).filter((canary) => all.includes(canary))).toEqual([]);
      expect(new Set(told().map(({ name }) => name))).toEqual(new Set(['api', 'worker']));
      expect(new Set(told().map(({ build }) => build))).toEqual(new Set(['canary-build']));
      const answered = told().filter(({ orderId, requestId, durationMs }) => orderId && requestId && durationMs);
      expect(answered[0]).toMatchObject({ name: 'api', tenantId: TENANT, orderId: changeId });
    });
  },
  { workersOfItsOwn: true },
);

describe('a process that cannot start', () => {
  it.each(['server/main.ts', 'workflows/worker/main.ts'])('%s says why in one line after the schema', (file) => {
    const env = { PATH: process.env.PATH, NODE_ENV: 'test' as const, AVENANT_ENV: 'test' };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file], { cwd: ROOT, env });
    const [line = '', ...more] = stdout.toString().trim().split('\n');
    expect([status, stderr.toString(), more, faultOf(line)]).toEqual([2, '', [], []]);
    expect(LogLineSchema.parse(JSON.parse(line))).toMatchObject({ level: 'fatal' });
    expect(line).toContain('MONGODB_URI: missing');
  });
});
