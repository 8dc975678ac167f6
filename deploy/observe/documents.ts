import { ORDERS_BOARD } from './dashboards/orders';
import { OUTSIDE_BOARD } from './dashboards/outside';
import { type Dashboard, grafanaJson } from './dashboards/panels';
import { SERVICE_BOARD } from './dashboards/service';
import { WORKER_BOARD } from './dashboards/worker';
import { prometheusRule, prometheusRules } from './rules';
import { operationsRunbook } from './runbook';

export const DASHBOARDS: readonly Dashboard[] = [SERVICE_BOARD, ORDERS_BOARD, WORKER_BOARD, OUTSIDE_BOARD];

/** What an installation takes from here: where each file lies, and its text. */
export const observeDocuments = (): Record<string, string> => ({
  'deploy/observe/generated/rules.yml': prometheusRules(),
  'deploy/observe/generated/prometheus-rule.yml': prometheusRule(),
  'docs/operations-runbook.md': operationsRunbook(),
  ...Object.fromEntries(DASHBOARDS.map((one) => [`deploy/observe/generated/${one.uid}.json`, grafanaJson(one)])),
});
