import { randomUUID, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALERTS } from '../../deploy/observe/alerts';
import { DASHBOARDS } from '../../deploy/observe/documents';
import { type MailSandbox, startMailSandbox } from '../../dev/sandboxes/mail/server';
import { Authority } from '../../dev/temporal-server/authority';
import { signTimestamped } from '../../gateways/webhooks/signature';
import { showCertificate } from '../../telemetry/metrics/certificates';
import { newMetrics } from '../../telemetry/metrics/metrics';
import { CONTACT } from '../support/flow-facts';
import { PAYMENT_SECRET } from '../support/flow-outside';
import { oneRun } from '../support/flow-runs';
import { openShop } from '../support/flow-shop';
import { PATIENCE, until } from '../support/within';
import { scrape, startWatched, type WatchedProcesses } from './scrape';

const ROOT = join(__dirname, '..', '..');

/** Series by their names alone, out of expressions. */
const namesIn = (expr: string): string[] =>
  expr.match(/\b(?:http|gateway|webhook|avenant|temporal|nodejs|process)_\w+/g) ?? [];

const USED = [
  ...new Set([
    ...ALERTS.flatMap(({ expr }) => namesIn(expr)),
    ...DASHBOARDS.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.flatMap(([expr]) => namesIn(expr)))),
  ]),
];

/** Told once a task of a workflow has failed, which none of a test may, and where Temporal is shown a certificate. */
const FAILED_TASKS = 'temporal_workflow_task_execution_failed_total';
const CERTIFICATE = 'avenant_certificate_expires_timestamp_seconds';
const NOT_HERE: readonly string[] = [FAILED_TASKS, CERTIFICATE];

oneRun(
  'the names in rules and dashboards',
  (shop) => {
    let mail: MailSandbox;
    let watched: WatchedProcesses;
    const seen = new Set<string>();

    beforeAll(async () => {
      const { stand } = shop();
      mail = await startMailSandbox();
      watched = await startWatched(stand, {
        worker: { AVENANT_MAIL_URL: mail.url, AVENANT_MAIL_FROM: 'Orders <orders@seller.example>' },
        api: { AVENANT_MAIL_URL: mail.url, SANDBOX_WEBHOOK_SECRETS: PAYMENT_SECRET },
      });
    });
    afterAll(async () => {
      await watched.stop();
      await mail.close();
    });

    it('every name that a rule or a panel reads is counted in a real run', async () => {
      const { stand } = shop();
      const { service } = await openShop({ ...stand, url: watched.api.url });
      const person = { name: 'Claire Martin', mailAddress: 'claire@example.com', locale: 'fr' };
      await service.put(`/v1/people/${CONTACT}`, { ...person, asOf: new Date().toISOString() });
      const claire = await watched.customer();
      const { changeId } = await claire.buy({ seats: 8 });
      await stand.payments().script({ fault: 'timeout_after_commit', operation: 'charge' });
      await stand.payments().script({ fault: 'down', operation: 'lookup', untilCleared: true });
      const unclear = await (await watched.customer()).buy({ seats: 8 });
      expect(unclear).toMatchObject({ stuck: { code: 'payment_unknown' } });
      const at = Math.floor(Date.now() / 1_000);
      const data = { reference: `acme:${changeId}:charge:1` };
      const body = JSON.stringify({ id: randomUUID(), type: 'payment.updated', created: at, mode: 'test', data });
      const headers = { 'sandbox-signature': signTimestamped(body, PAYMENT_SECRET, at) };
      const delivered = await fetch(`${watched.api.url}/webhooks/payments/sandbox`, { method: 'POST', body, headers });
      expect(delivered.status).toBe(200);
      for (const name of ['reconcile', 'audit'] as const)
        await stand.store.inspections.note({ name, at: new Date(), findings: 0 });

      await until(PATIENCE, 'every name to be counted', async () => {
        for (const port of Object.values(watched.ports))
          for (const series of (await scrape(port)).keys()) seen.add(series.replace(/\{.*/, ''));
        return USED.every((name) => seen.has(name) || NOT_HERE.includes(name));
      }).catch(() => undefined);
      expect(USED.filter((name) => !seen.has(name))).toEqual([...NOT_HERE]);
      await stand.payments().clearScript();
    });
  },
  { workersOfItsOwn: true },
);

describe('the names that a run without faults does not bring up', () => {
  it('the core of the SDK counts the tasks that fail under that name', () => {
    const folder = join(ROOT, 'node_modules/@temporalio/core-bridge/releases');
    const core = readFileSync(
      join(folder, `${process.arch === 'x64' ? 'x86_64' : 'aarch64'}-unknown-linux-gnu`, 'index.node'),
    );
    const [, name = ''] = /^temporal_(\w+)_total$/.exec(FAILED_TASKS) ?? [];
    expect([name.length > 0, core.includes(name)]).toEqual([true, true]);
  });

  it('a process that shows a certificate tells when it ends', async () => {
    const { registry } = newMetrics({ version: '1', build: 'b' });
    const { crt } = new Authority('an authority').issue(['avenant']);
    showCertificate(registry, 'temporal', Buffer.from(crt));
    const [, until = ''] =
      new RegExp(`^${CERTIFICATE}\\{used_for="temporal"\\} (\\S+)$`, 'm').exec(await registry.metrics()) ?? [];
    expect(Number(until)).toBe(Date.parse(new X509Certificate(crt).validTo) / 1_000);
  });
});
