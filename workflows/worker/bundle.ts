import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  bundleWorkflowCode,
  type Logger,
  Runtime,
  type WorkflowBundleOption,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';

/** Where the workflows of a worker are. */
const WORKFLOWS_PATH = join(__dirname, '..', 'index.ts');

/**
 * Modules that a worker thread loads once instead of once an order: loading xstate and building the statechart for each
 * order takes a quarter of an order's processor time.
 *
 * It is safe to share because an order keeps its state in its own actor, and what the modules export is frozen. The one
 * thing below that changes is XState's counter of session ids. They name actors inside a process and reach no command,
 * no view and no history, so a replay in another process, where they differ, does the same.
 */
const preloadedModules = (workflowsPath: string): string[] => [workflowsPath];

/**
 * What the workflows of a folder are bundled with: the converters and what refuses by them, without which nobody is refused what came in
 * the clear, and what else stands around every workflow.
 */
export const bundledWith = (folder: string) => ({
  payloadConverterPath: join(folder, 'payloads.ts'),
  failureConverterPath: join(folder, 'payloads.ts'),
  workflowInterceptorModules: [join(folder, 'unread.ts'), join(folder, 'trace-headers.ts')],
});
const BUNDLED_WITH = bundledWith(join(__dirname, '..'));

/** In a build this code is one file, and the bundle lies beside it; in a checkout there is none. */
const PREBUILT = join(__dirname, 'workflows.js');

/**
 * Where a worker has its workflows from: a bundle that was made beforehand, or their sources.
 *
 * @param named the bundle to take, whatever lies here
 */
export async function workflowsOf(named: string | undefined): Promise<WorkflowBundleOption> {
  const bundle = named ?? (existsSync(PREBUILT) ? PREBUILT : undefined);
  if (bundle !== undefined) return { codePath: bundle };
  return bundledWorkflows(Runtime.instance().logger);
}

/** The workflows in one file, made from their sources at this moment. @param logger hears of what stands in the way */
export const bundledWorkflows = (logger: Logger): Promise<WorkflowBundleWithSourceMap> =>
  bundleWorkflowCode({
    workflowsPath: WORKFLOWS_PATH,
    preloadModules: preloadedModules(WORKFLOWS_PATH),
    ...BUNDLED_WITH,
    logger,
  });
