import { setTimeout as pause } from 'node:timers/promises';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { SECOND } from '../../billing/calendar/durations';
import { DEPLOYMENT, TASK_QUEUE } from '../../workflows/contract';

/** The builds of versioned workers, as Temporal keeps them. */

export interface DeployedBuild {
  buildId: string;
  /** Its part; `idle`: it takes nothing new, and it may still have what was pinned to it. */
  role: 'current' | 'ramping' | 'draining' | 'drained' | 'idle';
  /** Until when it took orders, where it does no longer. */
  tookUntil: Date | null;
}

export interface Deployment {
  current: string | null;
  /** The one that gave way to the current one, where that is known. */
  former: string | null;
  ramping: { buildId: string; percent: number } | null;
  builds: DeployedBuild[];
}

/** Of Temporal's API: `VERSION_DRAINAGE_STATUS_DRAINING` and `_DRAINED`. */
const DRAINAGE: Readonly<Record<number, DeployedBuild['role']>> = { 1: 'draining', 2: 'drained' };
/** Of gRPC. */
const NOT_FOUND = 5;
/** A poll lasts a minute; whoever has not asked for longer is gone. */
const ASKS_WITHIN = 70 * SECOND;
/** A build is known some seconds after its first worker asks for work. */
const KNOWN_WITHIN = 20 * SECOND;
/** Changing who takes what takes Temporal up to some seconds. */
const CHANGED_WITHIN = 20 * SECOND;
/** One build ends as the next one begins; both are written down to the second. */
const AT_THE_SAME_TIME = 5 * SECOND;
const LOOK_EVERY = SECOND / 2;

type Access = Pick<Client, 'workflow' | 'withDeadline'>;

/** @returns null where no worker has ever been versioned */
export async function readDeployment({ workflow }: Access): Promise<Deployment | null> {
  try {
    const { workerDeploymentInfo: info } = await workflow.connection.workflowService.describeWorkerDeployment({
      namespace: workflow.options.namespace,
      deploymentName: DEPLOYMENT,
    });
    const current = info?.routingConfig?.currentDeploymentVersion?.buildId || null;
    const percent = info?.routingConfig?.rampingVersionPercentage ?? 0;
    const rampingId = info?.routingConfig?.rampingDeploymentVersion?.buildId || null;
    const builds = (info?.versionSummaries ?? []).map((summary): DeployedBuild => {
      const buildId = summary.deploymentVersion?.buildId ?? '';
      const drainage = DRAINAGE[summary.drainageInfo?.status ?? 0] ?? 'idle';
      const role = buildId === current ? 'current' : buildId === rampingId ? 'ramping' : drainage;
      return { buildId, role, tookUntil: instantOf(summary.lastDeactivationTime) };
    });
    const currentSince = instantOf(
      info?.versionSummaries?.find(({ deploymentVersion }) => deploymentVersion?.buildId === current)?.currentSinceTime,
    );
    return {
      current,
      former: formerOf(builds, currentSince),
      ramping: rampingId === null ? null : { buildId: rampingId, percent },
      builds,
    };
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return null;
    throw error;
  }
}

/** What took a share and was taken back has also ended at some time: only when the current one began counts. */
const formerOf = (builds: readonly DeployedBuild[], currentSince: Date | null): string | null =>
  builds.find(
    ({ tookUntil }) =>
      tookUntil && currentSince && Math.abs(Number(tookUntil) - Number(currentSince)) < AT_THE_SAME_TIME,
  )?.buildId ?? null;

const instantOf = (time: { seconds?: unknown } | null | undefined): Date | null =>
  time?.seconds ? new Date(Number(time.seconds) * SECOND) : null;

/** Waits until workers of a build ask for work. @throws Error where there are none in time */
export async function waitForWorkers({ workflow }: Access, buildId: string, seconds: number): Promise<void> {
  const end = Date.now() + seconds * SECOND;
  for (;;) {
    const { pollers } = await workflow.connection.workflowService.describeTaskQueue({
      namespace: workflow.options.namespace,
      taskQueue: { name: TASK_QUEUE },
    });
    const since = Date.now() - ASKS_WITHIN;
    const isThere = pollers.some(
      ({ deploymentOptions, lastAccessTime }) =>
        deploymentOptions?.buildId === buildId &&
        deploymentOptions.deploymentName === DEPLOYMENT &&
        (instantOf(lastAccessTime)?.getTime() ?? 0) >= since,
    );
    if (isThere) return;
    if (Date.now() >= end) {
      throw new Error(
        `no worker of build ${buildId} asks for work. Start one with AVENANT_WORKER_VERSIONING=on, and look at its log.`,
      );
    }
    await pause(LOOK_EVERY);
  }
}

/** Has a build take everything that no other one is named for; null: workers without a version. */
export const makeCurrent = (client: Access, buildId: string | null): Promise<void> =>
  whenKnown(client, ({ workflow }) =>
    workflow.connection.workflowService.setWorkerDeploymentCurrentVersion({
      ...{ namespace: workflow.options.namespace, identity: workflow.options.identity },
      ...{ deploymentName: DEPLOYMENT, buildId: buildId ?? '' },
    }),
  );

/** Has a build take a share, 0 to 100; null for nobody. */
export const setRamp = (client: Access, ramp: Deployment['ramping']): Promise<void> =>
  whenKnown(client, ({ workflow }) =>
    workflow.connection.workflowService.setWorkerDeploymentRampingVersion({
      ...{ namespace: workflow.options.namespace, identity: workflow.options.identity },
      ...{ deploymentName: DEPLOYMENT, buildId: ramp?.buildId ?? '', percentage: ramp?.percent ?? 0 },
    }),
  );

async function whenKnown(client: Access, change: (client: Access) => Promise<unknown>): Promise<void> {
  const end = Date.now() + KNOWN_WITHIN;
  for (;;) {
    try {
      await client.withDeadline(Date.now() + CHANGED_WITHIN, () => change(client));
      return;
    } catch (error) {
      const isNews = isGrpcServiceError(error) && Number(error.code) === NOT_FOUND && Date.now() < end;
      if (!isNews) throw error;
      await pause(LOOK_EVERY);
    }
  }
}
