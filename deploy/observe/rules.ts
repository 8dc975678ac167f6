import { ALERTS, type Alert } from './alerts';
import { yaml } from './yaml';

/** Where the runbook is read; an installation with a copy of its own replaces it. */
const RUNBOOK = 'docs/operations-runbook.md';

const anchorOf = ({ name }: Pick<Alert, 'name'>): string => name.toLowerCase();

const GROUP = {
  name: 'avenant',
  rules: ALERTS.map((alert) => ({
    alert: alert.name,
    expr: alert.expr,
    for: alert.for,
    labels: { severity: alert.severity },
    annotations: { summary: alert.summary, description: alert.means, runbook_url: `${RUNBOOK}#${anchorOf(alert)}` },
  })),
};

const MADE = '# Made by npm run docs from deploy/observe/alerts.ts; do not edit it by hand.\n';

/** For `rule_files` of Prometheus. */
export const prometheusRules = (): string => MADE + yaml({ groups: [GROUP] });

/** For the operator of Prometheus on Kubernetes. */
export const prometheusRule = (): string =>
  MADE +
  yaml({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'avenant', labels: { 'app.kubernetes.io/name': 'avenant' } },
    spec: { groups: [GROUP] },
  });
