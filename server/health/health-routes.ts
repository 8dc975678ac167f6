import type { Role } from '../../machines/events';
import { type Health, HealthSchema } from '../../schemas/workers/health';
import type { Build } from '../../telemetry/build';
import { type MountedOperation, operation } from '../api/operation';
import { earliestOf, latestOf } from './instants';
import type { Condition, StandingReader } from './standing';

const READERS: readonly Role[] = ['support_lead', 'operator'];

interface HealthParts {
  standing: Pick<StandingReader, 'read'>;
  build: Build;
  unset: readonly string[];
}

export const healthRoutes = ({ standing, build, unset }: HealthParts): MountedOperation[] => [
  operation('Operations', 'GET /v1/health', {
    id: 'readHealth',
    summary: 'See how the installation stands: workers, what waits for longest, what is not set up',
    description:
      'Of all tenants, as ages; at most 15 seconds old, the check of the setup five minutes. What cannot be read in time is null, and the rest is told all the same.',
    roles: READERS,
    answers: { 200: { description: 'How it stands.', schema: HealthSchema } },
    async handle() {
      return { status: 200, body: toView(await standing.read(), build, unset) };
    },
  }),
];

function toView(
  { readAt, stored, queues, setup }: Condition,
  { version, build }: Build,
  unset: readonly string[],
): Health {
  const instant = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    readAt: readAt.toISOString(),
    version,
    build,
    setup,
    unset: [...unset],
    queues:
      queues?.map(({ kind, pollers, backlog }) => ({
        kind,
        workerSeenAt: instant(latestOf(pollers.map(({ lastSeenAt }) => lastSeenAt))),
        backlog: backlog?.tasks ?? null,
        backlogAgeSeconds: backlog?.ageSeconds ?? null,
      })) ?? null,
    oldest: stored && {
      mail: instant(stored.oldestMail),
      inboundEvent: instant(stored.oldestInbound),
      unknownPayment: instant(stored.unknownPayments.oldestAt),
      stuckOrder: instant(earliestOf(stored.orders.map(({ code, since }) => (code === null ? null : since)))),
    },
    inspections:
      stored?.inspections.map(({ name, at, findings }) => ({ name, at: at.toISOString(), findings })) ?? null,
  };
}
