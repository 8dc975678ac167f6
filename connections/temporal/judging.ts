import { DAY, SECOND } from '../../billing/calendar/durations';

/** What is heeded of the answer to `describeNamespace`. */
export interface DescribedNamespace {
  namespaceInfo?: { limits?: object | null } | null;
  config?: { workflowExecutionRetentionTtl?: { seconds?: { toString(): string } | null } | null } | null;
}

/** Support looks into what has ended for at least as long. */
const SHORTEST_RETENTION = 7 * DAY;

/** What should be known of a namespace and its server, and keeps nobody from working. */
export function warningsOf({ namespaceInfo, config }: DescribedNamespace): string[] {
  const warnings: string[] = [];
  if (namespaceInfo?.limits == null) {
    warnings.push(
      'It does not report its limits: an order that meets one of them is ended by the server, where a newer one waits for a deploy. In production run server 1.31 or later.',
    );
  }
  const retention = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * SECOND;
  if (retention > 0 && retention < SHORTEST_RETENTION) {
    warnings.push(
      `It forgets what has ended after ${days(retention)}: keep it for ${days(SHORTEST_RETENTION)} at least, better 30 (temporal operator namespace update --retention 30d).`,
    );
  }
  return warnings;
}

const days = (milliseconds: number): string => {
  const number = Math.floor(milliseconds / DAY);
  return number === 1 ? '1 day' : `${number} days`;
};
