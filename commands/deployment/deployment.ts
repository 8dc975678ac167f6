import { type Client, isGrpcServiceError } from '@temporalio/client';
import { SECOND } from '../../billing/calendar/durations';
import { DEPLOYMENT } from '../../workflows/contract';

/** The builds of versioned workers, as Temporal keeps them. */

export interface DeployedBuild {
  buildId: string;
  /** Its part; `idle`: it takes nothing, and gave nothing up. */
  role: 'current' | 'ramping' | 'draining' | 'drained' | 'idle';
  /** Until when it took orders, where it does no longer. */
  tookUntil: Date | null;
}

/** Who takes what: all of it, and a share of that. No build stands for workers without a version. */
export interface Routing {
  current: string | null;
  ramping: { buildId: string | null; percent: number } | null;
}

export interface Deployment extends Routing {
  /** The one that was current until the current one was; null where Temporal does not tell. */
  former: { buildId: string; isOlder: boolean } | null;
  builds: DeployedBuild[];
  /** Of Temporal: a change that comes with it is refused where anybody has changed something since. */
  conflictToken: Uint8Array;
}

/** What Temporal answers to whoever asks for a deployment. */
export type Described = Awaited<ReturnType<Client['connection']['workflowService']['describeWorkerDeployment']>>;
type Summary = NonNullable<NonNullable<Described['workerDeploymentInfo']>['versionSummaries']>[number];
type Instant = Summary['createTime'];

/** What is asked for by whoever looks at a deployment or changes it. */
export type DeploymentAccess = Pick<Client, 'workflow' | 'withDeadline'>;

/** Of Temporal's API: `VERSION_DRAINAGE_STATUS_DRAINING` and `_DRAINED`. */
const DRAINAGE: Readonly<Record<number, DeployedBuild['role']>> = { 1: 'draining', 2: 'drained' };
/** Of gRPC. */
const NOT_FOUND = 5;

/** @returns null where no worker has ever been versioned */
export async function readDeployment({ workflow }: Pick<DeploymentAccess, 'workflow'>): Promise<Deployment | null> {
  try {
    return deploymentIn(
      await workflow.connection.workflowService.describeWorkerDeployment({
        namespace: workflow.options.namespace,
        deploymentName: DEPLOYMENT,
      }),
    );
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return null;
    throw error;
  }
}

/** What an answer of Temporal says. */
export function deploymentIn({ workerDeploymentInfo: info, conflictToken }: Described): Deployment {
  const routing = info?.routingConfig;
  const current = routing?.currentDeploymentVersion?.buildId || null;
  const rampingId = routing?.rampingDeploymentVersion?.buildId || null;
  // Temporal keeps a share less exactly than it is given.
  const percent = Math.round((routing?.rampingVersionPercentage ?? 0) * 100) / 100;
  const summaries = info?.versionSummaries ?? [];
  return {
    current,
    ramping: rampingId === null && percent === 0 ? null : { buildId: rampingId, percent },
    former: formerIn(
      summaries,
      summaries.find((summary) => idOf(summary) === current),
    ),
    builds: summaries.map((summary) => {
      const buildId = idOf(summary);
      const drainage = DRAINAGE[summary.drainageInfo?.status ?? 0] ?? 'idle';
      const role = buildId === current ? 'current' : buildId === rampingId ? 'ramping' : drainage;
      return { buildId, role, tookUntil: dateOf(summary.lastDeactivationTime) };
    }),
    conflictToken: conflictToken ?? new Uint8Array(),
  };
}

const idOf = ({ deploymentVersion }: Summary): string => deploymentVersion?.buildId ?? '';

/**
 * Temporal ends one current build and begins the next in the same nanosecond. A build that only had a share ends at another one, even
 * where that is a moment away.
 */
function formerIn(summaries: readonly Summary[], current: Summary | undefined): Deployment['former'] {
  const since = nanosecondOf(current?.currentSinceTime);
  if (current === undefined || since === null) return null;
  const former = summaries.find(({ lastDeactivationTime }) => nanosecondOf(lastDeactivationTime) === since);
  if (former === undefined) return null;
  const [made, madeCurrent] = [nanosecondOf(former.createTime), nanosecondOf(current.createTime)];
  return { buildId: idOf(former), isOlder: made !== null && madeCurrent !== null && made < madeCurrent };
}

function nanosecondOf(time: Instant): bigint | null {
  return time?.seconds ? BigInt(String(time.seconds)) * 1_000_000_000n + BigInt(time.nanos ?? 0) : null;
}

export const dateOf = (time: Instant): Date | null => (time?.seconds ? new Date(Number(time.seconds) * SECOND) : null);
