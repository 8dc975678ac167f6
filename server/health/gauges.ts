import { Gauge, type Registry } from 'prom-client';
import { SECOND } from '../../billing/calendar/durations';
import type { Condition, StoredStanding } from './standing';

/** A value of a gauge, with its labels. */
type Point = readonly [labels: Record<string, string>, value: number];

interface Reading {
  name: string;
  help: string;
  labels?: readonly string[];
  /** Nothing where it is not known. */
  points(standing: Condition): readonly Point[];
}

const one = (value: number): Point[] => [[{}, value]];
const ageOf = ({ readAt }: Condition, since: Date | null): number =>
  since === null ? 0 : Math.max(0, readAt.getTime() - since.getTime()) / SECOND;
const stored = (read: (stored: StoredStanding, standing: Condition) => readonly Point[]) => (standing: Condition) =>
  standing.stored === null ? [] : read(standing.stored, standing);

const READINGS: readonly Reading[] = [
  {
    name: 'avenant_orders',
    help: 'Open orders of all tenants by the first part of their state.',
    labels: ['state'],
    points: stored(({ orders }) =>
      [...summed(orders, ({ state }) => state)].map(([state, { count }]) => [{ state }, count]),
    ),
  },
  {
    name: 'avenant_orders_stuck',
    help: 'Orders that wait for support, by the code of what failed.',
    labels: ['code'],
    points: stored(({ orders }) => [...stuckIn(orders)].map(([code, { count }]) => [{ code }, count])),
  },
  {
    name: 'avenant_oldest_stuck_seconds',
    help: 'How long the oldest of them has waited, in seconds.',
    labels: ['code'],
    points: stored(({ orders }, standing) =>
      [...stuckIn(orders)].map(([code, { since }]) => [{ code }, ageOf(standing, since)]),
    ),
  },
  {
    name: 'avenant_payments_unknown',
    help: 'Calls to a payment gateway whose outcome nobody knows and no person has decided; counted up to 10,000.',
    points: stored(({ unknownPayments }) => one(unknownPayments.count)),
  },
  {
    name: 'avenant_oldest_payment_unknown_seconds',
    help: 'Time since the oldest of them was asked for, in seconds; 0 where there is none.',
    points: stored(({ unknownPayments }, standing) => one(ageOf(standing, unknownPayments.oldestAt))),
  },
  {
    name: 'avenant_outbox_oldest_seconds',
    help: 'How long the oldest mail that was not sent yet has waited, in seconds; 0 where none waits.',
    points: stored(({ oldestMail }, standing) => one(ageOf(standing, oldestMail))),
  },
  {
    name: 'avenant_inbound_oldest_seconds',
    help: 'How long an event from outside has waited for us to act on it, at most, in seconds; 0 where none waits. One that is parked waits for what it names, until it is due.',
    points: stored(({ oldestInbound }, standing) => one(ageOf(standing, oldestInbound))),
  },
  {
    name: 'avenant_projection_behind_seconds',
    help: 'By how much the watch over the read model is behind what was written last, in seconds.',
    points: stored(({ projectionBehind }) => (projectionBehind === null ? [] : one(projectionBehind))),
  },
  {
    name: 'avenant_reconcile_findings',
    help: 'Differences that the last reconciliation found.',
    points: stored(({ inspections }) =>
      inspections.flatMap(({ name, findings }) => (name === 'reconcile' ? one(findings) : [])),
    ),
  },
  {
    name: 'avenant_reconciled_timestamp_seconds',
    help: 'When everything was last reconciled, in seconds since 1970.',
    points: stored(({ inspections }) =>
      inspections.flatMap(({ name, at }) => (name === 'reconcile' ? one(secondsOf(at)) : [])),
    ),
  },
  {
    name: 'avenant_audit_findings',
    help: 'Audit chains that were broken when they were last verified.',
    points: stored(({ inspections }) =>
      inspections.flatMap(({ name, findings }) => (name === 'audit' ? one(findings) : [])),
    ),
  },
  {
    name: 'avenant_audit_verified_timestamp_seconds',
    help: 'When the audit trail was last verified, in seconds since 1970.',
    points: stored(({ inspections }) =>
      inspections.flatMap(({ name, at }) => (name === 'audit' ? one(secondsOf(at)) : [])),
    ),
  },
  {
    name: 'avenant_worker_seen_timestamp_seconds',
    help: 'When a worker last asked for tasks of a kind, in seconds since 1970; 0 where Temporal remembers none.',
    labels: ['kind'],
    points: ({ queues }) =>
      (queues ?? []).map(({ kind, pollers }) => [
        { kind },
        Math.max(0, ...pollers.map(({ lastSeenAt }) => secondsOf(lastSeenAt))),
      ]),
  },
  {
    name: 'avenant_task_backlog',
    help: 'Tasks of a kind that no worker has taken yet, as Temporal estimates.',
    labels: ['kind'],
    points: ({ queues }) =>
      (queues ?? []).flatMap(({ kind, backlog }) => (backlog === null ? [] : [[{ kind }, backlog.tasks] as const])),
  },
  {
    name: 'avenant_task_backlog_age_seconds',
    help: 'How long the oldest of them has waited, in seconds.',
    labels: ['kind'],
    points: ({ queues }) =>
      (queues ?? []).flatMap(({ kind, backlog }) =>
        backlog === null ? [] : [[{ kind }, backlog.ageSeconds] as const],
      ),
  },
  {
    name: 'avenant_setup_missing',
    help: 'Indexes and search attributes that are missing; avenant setup makes them.',
    points: ({ setup }) => (setup === null ? [] : one(setup.missing.length)),
  },
  {
    name: 'avenant_standing_unread',
    help: '1 for each part of the above that could not be read in time.',
    labels: ['part'],
    points: ({ stored: kept, queues, setup }) => [
      [{ part: 'store' }, kept === null ? 1 : 0],
      [{ part: 'temporal' }, queues === null ? 1 : 0],
      [{ part: 'setup' }, setup === null ? 1 : 0],
    ],
  },
];

const secondsOf = (at: Date): number => at.getTime() / SECOND;

interface Sum {
  count: number;
  since: Date | null;
}

function summed(
  tallies: StoredStanding['orders'],
  nameOf: (tally: StoredStanding['orders'][number]) => string | null,
): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const tally of tallies) {
    const name = nameOf(tally);
    if (name === null) continue;
    const { count, since } = sums.get(name) ?? { count: 0, since: null };
    const isEarlier = tally.since !== null && (since === null || tally.since < since);
    sums.set(name, { count: count + tally.count, since: isEarlier ? tally.since : since });
  }
  return sums;
}

const stuckIn = (tallies: StoredStanding['orders']): Map<string, Sum> => summed(tallies, ({ code }) => code);

/** Says nothing where no mail is sent: then all of them wait. */
export const OUTBOX_OLDEST = 'avenant_outbox_oldest_seconds';

/**
 * Shows how everything stands where it is scraped.
 *
 * @param leftOut names of gauges that say nothing here, such as that of mails where none is sent
 * @param read null where another process shows it: added up, it would be told as often as there are processes
 */
export function standingGauges(
  registry: Registry,
  read: () => Promise<Condition | null>,
  leftOut: readonly string[] = [],
): void {
  for (const { name, help, labels = [], points } of READINGS) {
    if (leftOut.includes(name)) continue;
    new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [registry],
      async collect() {
        const standing = await read();
        this.reset();
        // Reset leaves a zero where there are no labels, and not known is not zero.
        this.remove({});
        for (const [values, value] of standing === null ? [] : points(standing)) this.set(values, value);
      },
    });
  }
}
