import { Worker, type WorkerOptions, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { stepActivities } from 'statechart-host/contract';
import { SMOOTH } from '../../test/support/scripted-steps';
import type { Contender } from '../contender';
import { bundleRecipe, type Recipe } from './bundle';
import type { Engine } from './engine';
import { placeGoldenOrder } from './golden-path';

/** A contender on Temporal, with the bundle it runs for replays. */
export interface TemporalContender extends Contender {
  taskQueue: string;
  workflowBundle: WorkflowBundleWithSourceMap;
}

export const OURS: Recipe = { name: 'ours', workflowsPath: 'workflows/index.ts' };

export const HAND_WRITTEN: Recipe = { name: 'hand-written', workflowsPath: 'bench/hand-written/order.ts' };

/** Ours, where the first attempt of a step of our own database is a regular activity too. */
export const REGULAR_ONLY: Recipe = {
  name: 'ours, regular activities only',
  workflowsPath: 'workflows/index.ts',
  change: {
    file: 'workflows/step-policies.ts',
    replace: [
      ['{ local, regular }', '{ regular }'],
      ['attempt: { local, regular: {', 'attempt: { regular: {'],
    ],
  },
};

/** Scripted steps that answer at once: what is measured is the engine, the host and the statechart. */
const ACTIVITIES = { ...SMOOTH, project: async (): Promise<void> => {} };

/** Starts a worker of its own task queue for a recipe, in this process. */
export async function startContender(
  engine: Engine,
  recipe: Recipe,
  options: Pick<WorkerOptions, 'maxCachedWorkflows'> = {},
): Promise<TemporalContender> {
  const workflowBundle = await bundleRecipe(recipe);
  const taskQueue = `bench-${recipe.name.replaceAll(/\W+/g, '-')}`;
  const worker = await Worker.create({
    connection: engine.workers,
    namespace: engine.server.namespace,
    taskQueue,
    workflowBundle,
    activities: stepActivities(ACTIVITIES),
    shutdownGraceTime: '1 second',
    ...options,
  });
  const running = worker.run();
  return {
    name: recipe.name,
    taskQueue,
    workflowBundle,
    ...(engine.server.pid === undefined ? {} : { engineProcessId: engine.server.pid }),
    placeOrder: async () => {
      await placeGoldenOrder(engine.client, taskQueue);
    },
    stop: async () => {
      worker.shutdown();
      await running;
    },
  };
}
