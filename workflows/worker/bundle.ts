import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, Runtime, type WorkflowBundleOption } from '@temporalio/worker';

/** Where the workflows of a worker are, and those of a versioned one. */
export const WORKFLOWS_PATH = join(__dirname, '..', 'index.ts');
export const VERSIONED_PATH = join(__dirname, '..', 'versioned.ts');

/**
 * Modules that a worker thread loads once instead of once an order: loading xstate and building the statechart for each
 * order takes a quarter of an order's processor time.
 *
 * It is safe to share because an order keeps its state in its own actor, and what the modules export is frozen. The one
 * thing below that changes is XState's counter of session ids. They name actors inside a process and reach no command,
 * no view and no history, so a replay in another process, where they differ, does the same.
 */
export const preloadedModules = (workflowsPath: string): string[] => [workflowsPath];

/**
 * What the workflows of a folder are bundled with: the converters and what refuses by them, without which nobody is refused what came in
 * the clear, and what else stands around every workflow.
 */
export const bundledWith = (folder: string) => ({
  payloadConverterPath: join(folder, 'payloads.ts'),
  failureConverterPath: join(folder, 'payloads.ts'),
  workflowInterceptorModules: [join(folder, 'unread.ts'), join(folder, 'trace-headers.ts')],
});
export const BUNDLED_WITH = bundledWith(join(__dirname, '..'));

/** In a build this code is one file, and the bundles lie beside it; in a checkout there are none. */
const [PREBUILT, PREBUILT_VERSIONED] = [join(__dirname, 'workflows.js'), join(__dirname, 'workflows-versioned.js')];

/**
 * Where a worker has its workflows from: a bundle that was made beforehand, or their sources.
 *
 * @param named the bundle to take, whatever lies here
 */
export async function workflowsOf(named: string | undefined, isVersioned: boolean): Promise<WorkflowBundleOption> {
  const prebuilt = isVersioned ? PREBUILT_VERSIONED : PREBUILT;
  const bundle = named ?? (existsSync(prebuilt) ? prebuilt : undefined);
  if (bundle !== undefined) return { codePath: bundle };
  const workflowsPath = isVersioned ? VERSIONED_PATH : WORKFLOWS_PATH;
  return bundleWorkflowCode({
    workflowsPath,
    preloadModules: preloadedModules(workflowsPath),
    ...BUNDLED_WITH,
    logger: Runtime.instance().logger,
  });
}
