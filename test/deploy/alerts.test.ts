import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALERTS } from '../../deploy/observe/alerts';
import { DASHBOARDS } from '../../deploy/observe/documents';
import { prometheusRules } from '../../deploy/observe/rules';

const ROOT = join(__dirname, '..', '..');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
  writeFileSync(join(folder, 'rules.yml'), prometheusRules());
});
afterAll(() => rmSync(folder, { recursive: true }));

function promtool(...words: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync('promtool', words, { cwd: folder, encoding: 'utf8' });
  return { code: status, said: error?.message ?? `${stdout}${stderr}` };
}

/** Series by minute, in the notation of promtool: `a+bxn` begins at a and grows n times by b. */
type Series = Record<string, string>;

/** Beside each: what is told in two hours by which it fires, and what is told when all is well. */
const CASES: Record<string, { fires: Series; quiet: Series }> = {
  AvenantProcessDown: {
    fires: { 'up{job="avenant-api",instance="a"}': '1x10 0x110' },
    quiet: { 'up{job="avenant-api",instance="a"}': '1x120', 'up{job="other",instance="b"}': '0x120' },
  },
  AvenantApiErrors: {
    fires: {
      'http_request_duration_seconds_count{status_class="2xx"}': '0+100x120',
      'http_request_duration_seconds_count{status_class="5xx"}': '0+5x120',
    },
    quiet: {
      'http_request_duration_seconds_count{status_class="2xx"}': '0+100x120',
      'http_request_duration_seconds_count{status_class="4xx"}': '0+50x120',
      'http_request_duration_seconds_count{status_class="5xx"}': '0+1x120',
      // Those who think better of it at once, and those who have asked to wait, are none that fail.
      'http_request_duration_seconds_count{status_class="aborted",waited="false"}': '0+20x120',
      'http_request_duration_seconds_bucket{status_class="aborted",waited="false",le="5"}': '0+20x120',
      'http_request_duration_seconds_count{status_class="aborted",waited="true"}': '0+20x120',
      'http_request_duration_seconds_bucket{status_class="aborted",waited="true",le="5"}': '0+0x120',
    },
  },
  AvenantApiSlow: {
    fires: {
      'http_request_duration_seconds_bucket{waited="false",le="0.5"}': '0+90x120',
      'http_request_duration_seconds_bucket{waited="false",le="10"}': '0+100x120',
      'http_request_duration_seconds_bucket{waited="false",le="+Inf"}': '0+100x120',
    },
    // Whoever asks to wait is answered late because they want to be.
    quiet: {
      'http_request_duration_seconds_bucket{waited="false",le="0.5"}': '0+100x120',
      'http_request_duration_seconds_bucket{waited="false",le="+Inf"}': '0+100x120',
      'http_request_duration_seconds_bucket{waited="true",le="0.5"}': '0+0x120',
      'http_request_duration_seconds_bucket{waited="true",le="+Inf"}': '0+100x120',
    },
  },
  AvenantProcessBusy: {
    fires: { 'nodejs_eventloop_lag_p99_seconds{job="avenant-api",instance="a"}': '0.9x120' },
    quiet: { 'nodejs_eventloop_lag_p99_seconds{job="avenant-api",instance="a"}': '0.02x120' },
  },
  AvenantNoWorker: {
    fires: {
      'avenant_worker_seen_timestamp_seconds{kind="workflow"}': '3600x120',
      'avenant_worker_seen_timestamp_seconds{kind="activity"}': '0+60x120',
    },
    quiet: { 'avenant_worker_seen_timestamp_seconds{kind="workflow"}': '0+60x120' },
  },
  AvenantBacklog: {
    fires: { 'avenant_task_backlog_age_seconds{kind="workflow"}': '90x120' },
    quiet: { 'avenant_task_backlog_age_seconds{kind="workflow"}': '0x119 90' },
  },
  AvenantWorkflowTasksFail: {
    // One order, tried again ever more rarely: every ten minutes in the end, the last time eight minutes ago.
    fires: {
      'temporal_workflow_task_execution_failed_total{workflow_type="subscriptionChange"}':
        '1 2 3x1 4x3 5x7 6x9 7x9 8x9 9x9 10x9 11x9 12x9 13x9 14x9 15x20',
    },
    quiet: {
      'temporal_workflow_task_execution_failed_total{workflow_type="subscriptionChange"}': '1+1x10 11x110',
      'temporal_workflow_task_execution_failed_total{workflow_type="vatFollowUp"}': '0x110 1x10',
    },
  },
  AvenantPaymentUnknown: {
    fires: { avenant_oldest_payment_unknown_seconds: '0x60 0+60x60' },
    quiet: { avenant_oldest_payment_unknown_seconds: '0x60 300x60' },
  },
  AvenantGatewayFails: {
    fires: {
      'gateway_call_duration_seconds_count{gateway="stripe",outcome="unknown"}': '0+8x120',
      'gateway_call_duration_seconds_count{gateway="stripe",outcome="succeeded"}': '0+2x120',
    },
    quiet: {
      'gateway_call_duration_seconds_count{gateway="stripe",outcome="declined"}': '0+8x120',
      'gateway_call_duration_seconds_count{gateway="stripe",outcome="succeeded"}': '0+2x120',
      'gateway_call_duration_seconds_count{gateway="stripe",outcome="unknown"}': '0+1x120',
    },
  },
  AvenantOrderStuck: {
    fires: { 'avenant_oldest_stuck_seconds{code="timeout"}': '90000+60x120' },
    quiet: { 'avenant_oldest_stuck_seconds{code="timeout"}': '0+60x120' },
  },
  AvenantMailWaits: {
    fires: { avenant_outbox_oldest_seconds: '0+60x120' },
    quiet: { avenant_outbox_oldest_seconds: '30x120' },
  },
  AvenantInboundWaits: {
    fires: { avenant_inbound_oldest_seconds: '0+60x120' },
    quiet: { avenant_inbound_oldest_seconds: '5x120' },
  },
  AvenantReadModelBehind: {
    fires: { avenant_projection_behind_seconds: '90x120' },
    quiet: { avenant_projection_behind_seconds: '2x120' },
  },
  AvenantNotReconciled: {
    fires: { avenant_reconciled_timestamp_seconds: '-95000x120' },
    quiet: { avenant_reconciled_timestamp_seconds: '-3600x120' },
  },
  AvenantReconcileFindings: {
    fires: { avenant_reconcile_findings: '0x60 2x60' },
    quiet: { avenant_reconcile_findings: '0x120' },
  },
  AvenantAuditNotVerified: {
    fires: { avenant_orders: '1x120' },
    quiet: { avenant_audit_verified_timestamp_seconds: '-3600x120' },
  },
  AvenantAuditBroken: {
    fires: { avenant_audit_findings: '1x120' },
    quiet: { avenant_audit_findings: '0x120' },
  },
  AvenantSetupIncomplete: {
    fires: { avenant_setup_missing: '2x120' },
    quiet: { avenant_setup_missing: '0x120' },
  },
  AvenantStandingUnread: {
    fires: { 'avenant_standing_unread{part="store"}': '1x120', 'avenant_standing_unread{part="temporal"}': '0x120' },
    quiet: { 'avenant_standing_unread{part="store"}': '0x120' },
  },
  AvenantCertificateEnds: {
    fires: { 'avenant_certificate_expires_timestamp_seconds{job="avenant-api",used_for="temporal"}': '864000x120' },
    quiet: { 'avenant_certificate_expires_timestamp_seconds{job="avenant-api",used_for="temporal"}': '9000000x120' },
  },
};

/** Whether an alert fires after two hours of these series. */
function outcomeOf(alert: string, series: Series, fires: boolean) {
  const test = {
    rule_files: ['rules.yml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: [
          {
            expr: `count by (alertname) (ALERTS{alertname="${alert}", alertstate="firing"})`,
            eval_time: '2h',
            exp_samples: fires ? [{ labels: `{alertname="${alert}"}`, value: 1 }] : [],
          },
        ],
      },
    ],
  };
  const file = `${alert}-${fires}.yml`;
  // JSON is YAML.
  writeFileSync(join(folder, file), JSON.stringify(test));
  return promtool('test', 'rules', file);
}

describe('the alert rules', () => {
  it('promtool takes all of them', () => {
    expect(promtool('check', 'rules', 'rules.yml')).toEqual({
      code: 0,
      said: expect.stringContaining(`${ALERTS.length} rules found`),
    });
  });

  it('every alert has a case in which it fires and one in which it does not', () => {
    expect(Object.keys(CASES).sort()).toEqual(ALERTS.map(({ name }) => name).sort());
  });

  it.each(Object.entries(CASES))('%s fires when it is to', (alert, { fires }) => {
    expect(outcomeOf(alert, fires, true)).toEqual({ code: 0, said: expect.any(String) });
  });

  it.each(Object.entries(CASES))('%s does not fire when all is well', (alert, { quiet }) => {
    expect(outcomeOf(alert, quiet, false)).toEqual({ code: 0, said: expect.any(String) });
  });

  it('requests that are given up after some seconds count as failed', () => {
    const series = {
      'http_request_duration_seconds_count{status_class="2xx"}': '0+100x120',
      'http_request_duration_seconds_count{status_class="aborted",waited="false"}': '0+10x120',
      'http_request_duration_seconds_bucket{status_class="aborted",waited="false",le="5"}': '0+2x120',
    };
    expect(outcomeOf('AvenantApiErrors', series, true).code).toBe(0);
  });

  it('an alert that no API process shows anything for fires too', () => {
    for (const alert of ['AvenantStandingUnread', 'AvenantNotReconciled', 'AvenantAuditNotVerified'])
      expect(outcomeOf(alert, { 'up{job="avenant-worker"}': '1x120' }, true).code).toBe(0);
  });

  it('every alert leads to a section of the runbook, and every link of the runbook to a page that is there', () => {
    const runbook = readFileSync(join(ROOT, 'docs', 'operations-runbook.md'), 'utf8');
    const anchors = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, title = '']) => title.toLowerCase());
    const urls = [...prometheusRules().matchAll(/runbook_url: "docs\/operations-runbook\.md#(\w+)"/g)];
    expect(urls.map(([, anchor]) => anchor)).toEqual(anchors);
    for (const [, page = '', anchor] of runbook.matchAll(/\]\(([\w-]+\.md)(?:#([\w-]+))?\)/g)) {
      const path = join(ROOT, 'docs', page);
      expect([page, existsSync(path)]).toEqual([page, true]);
      const slugs = [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
          .replaceAll(' ', '-'),
      );
      if (anchor !== undefined) expect(slugs).toContain(anchor);
    }
  });
});

describe('the dashboards', () => {
  it('every expression of every panel is one that Prometheus understands', () => {
    const exprs = DASHBOARDS.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map(([expr]) => expr)));
    const rules = exprs.map((expr, index) => ({ record: `panel:${index}`, expr }));
    writeFileSync(join(folder, 'panels.yml'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    expect(promtool('check', 'rules', 'panels.yml')).toEqual({
      code: 0,
      said: expect.stringContaining(`${exprs.length} rules found`),
    });
    writeFileSync(
      join(folder, 'broken.yml'),
      JSON.stringify({ groups: [{ name: 'b', rules: [{ record: 'a', expr: 'sum(' }] }] }),
    );
    expect(promtool('check', 'rules', 'broken.yml').code).toBe(1);
  });

  it('every panel has a unit, a title of its own and something to show', () => {
    for (const { panels } of DASHBOARDS) {
      const titles = panels.map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
      for (const { unit, queries } of panels) expect([unit.length > 0, queries.length > 0]).toEqual([true, true]);
    }
    expect(DASHBOARDS.length).toBe(4);
  });
});
