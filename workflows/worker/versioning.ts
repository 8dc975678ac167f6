import type { WorkerOptions } from '@temporalio/worker';
import { BUILD } from '../../telemetry/build';
import { DEPLOYMENT } from '../contract';
import type { WorkerSettings } from './settings';

/**
 * Under which build a worker takes tasks, where it is versioned by either variable; another one takes every task. A versioned worker
 * takes none until `avenant deployment promote` or `ramp` says so of its build.
 *
 * @throws Error where it should be versioned and nothing says which build it is
 */
export function versioningOf({
  AVENANT_WORKER_VERSIONING: versioning,
  WORKER_BUILD_ID: named,
}: Pick<WorkerSettings, 'AVENANT_WORKER_VERSIONING' | 'WORKER_BUILD_ID'>): Pick<
  WorkerOptions,
  'workerDeploymentOptions'
> {
  if (versioning !== 'on' && named === undefined) return {};
  const buildId = named ?? BUILD?.buildId;
  if (buildId === undefined) {
    throw new Error(
      'AVENANT_WORKER_VERSIONING is on, and this is no build: set WORKER_BUILD_ID, or run npm run build.',
    );
  }
  return {
    workerDeploymentOptions: {
      version: { deploymentName: DEPLOYMENT, buildId },
      useWorkerVersioning: true,
      // Nothing is pinned to the build that it began on: a review looks for ten weeks, a paused bulk and a step without an end wait for
      // as long as they have to, and one that hangs by a fault is healed by the build that mends it. Said here and by no workflow, it
      // holds whichever bundle a worker is given.
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
