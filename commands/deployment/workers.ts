import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../billing/calendar/durations';
import { DEPLOYMENT, TASK_QUEUE } from '../../workflows/contract';
import { type DeploymentAccess, dateOf } from './deployment';

/** Of Temporal's API: `WORKER_VERSIONING_MODE_VERSIONED`. */
const VERSIONED = 2;
/** A poll lasts a minute; whoever has not asked for longer is gone. */
const ASKS_WITHIN = 70 * SECOND;
const LOOKS_EVERY = SECOND / 2;

/**
 * Resolves once workers of a build ask for work; null: workers without a version.
 *
 * @throws Error where there are none in time
 */
export async function waitForWorkers(client: DeploymentAccess, buildId: string | null, seconds: number): Promise<void> {
  const end = Date.now() + seconds * SECOND;
  while (!(await areThere(client, buildId))) {
    if (Date.now() >= end) throw new Error(missing(buildId));
    await pause(LOOKS_EVERY);
  }
}

async function areThere({ workflow }: DeploymentAccess, buildId: string | null): Promise<boolean> {
  const { pollers } = await workflow.connection.workflowService.describeTaskQueue({
    namespace: workflow.options.namespace,
    taskQueue: { name: TASK_QUEUE },
  });
  const since = Date.now() - ASKS_WITHIN;
  return pollers.some(({ deploymentOptions: worker, lastAccessTime }) => {
    const isVersioned = worker?.workerVersioningMode === VERSIONED;
    const isOfBuild = isVersioned && worker.buildId === buildId && worker.deploymentName === DEPLOYMENT;
    return (buildId === null ? !isVersioned : isOfBuild) && Number(dateOf(lastAccessTime) ?? 0) >= since;
  });
}

const missing = (buildId: string | null): string =>
  buildId === null
    ? 'no worker without a version asks for work. Start one with neither AVENANT_WORKER_VERSIONING nor WORKER_BUILD_ID, and look at its log.'
    : `no worker of build ${buildId} asks for work. Start one with AVENANT_WORKER_VERSIONING=on, and look at its log.`;
