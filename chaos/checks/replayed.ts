import { Worker } from '@temporalio/worker';
import { quietRuntime } from 'statechart-host/testing';
import { workflowBundle } from '../../dev/stack/workflow-bundle';
import type { ChaosCheck } from './check';

/** Each history that the server keeps leads to what stands in it when a worker goes through it from its beginning. */
export const REPLAYED: ChaosCheck = {
  name: 'histories replayed',
  async run({ temporal }) {
    quietRuntime();
    const options = { workflowBundle: { codePath: await workflowBundle() } };
    const problems: string[] = [];
    for await (const { workflowId, error } of Worker.runReplayHistories(
      options,
      temporal.workflow.list().intoHistories(),
    )) {
      if (error !== undefined) problems.push(`${workflowId}: ${error.message}`);
    }
    return problems;
  },
};
