import { ORDERS } from './dashboards/orders';
import { OUTSIDE } from './dashboards/outside';
import { type Dashboard, grafanaJson } from './dashboards/panels';
import { SERVICE } from './dashboards/service';
import { WORKER } from './dashboards/worker';
import { prometheusRule, prometheusRules } from './rules';
import { operationsRunbook } from './runbook';

export const DASHBOARDS: readonly Dashboard[] = [SERVICE, ORDERS, WORKER, OUTSIDE];

/** What an installation takes from here: where each file lies, and its text. */
export const observeDocuments = (): Record<string, string> => ({
  'deploy/observe/generated/rules.yml': prometheusRules(),
  'deploy/observe/generated/prometheus-rule.yml': prometheusRule(),
  'docs/operations-runbook.md': operationsRunbook(),
  ...Object.fromEntries(DASHBOARDS.map((one) => [`deploy/observe/generated/${one.uid}.json`, grafanaJson(one)])),
});
