import { ALERTS, type Alert } from './alerts';

const PREAMBLE = `# What to do when an alert fires

Made from the alert rules by \`npm run docs\`; do not edit it by hand. \`page\` wakes somebody, \`ticket\` is looked at within the
day. What support does about single orders stands in the [support runbook](support-runbook.md); ports, metrics and dashboards in
[observe.md](observe.md).`;

/** docs/operations-runbook.md */
export const operationsRunbook = (): string => `${[PREAMBLE, ...ALERTS.map(section)].join('\n\n')}\n`;

function section({ name, severity, expr, for: lasting, means, look, act }: Alert): string {
  const when = lasting === '0m' ? 'at once' : `after ${lasting}`;
  return [
    `## ${name}`,
    `*${severity}*, ${when}, while \`${expr}\``,
    means,
    `Look at:\n\n${list(look)}`,
    `Do:\n\n${list(act)}`,
  ].join('\n\n');
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
