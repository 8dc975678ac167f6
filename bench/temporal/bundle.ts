import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const ROOT = join(__dirname, '..', '..');
const MUTATION_LOADER = join(ROOT, 'test', 'support', 'mutation-loader.cjs');

/** Code that runs an order. Paths from the project's folder. */
export interface Recipe {
  name: string;
  workflowsPath: string;
  /** Changes one of our files while it is bundled. */
  change?: { file: string; replace: [find: string, by: string][] };
}

/** Bundles as a worker does (workflows/worker/bundle.ts): every contender is loaded once a thread. */
export function bundleRecipe({ workflowsPath, change }: Recipe): Promise<WorkflowBundleWithSourceMap> {
  const entry = join(ROOT, workflowsPath);
  return bundleWorkflowCode({
    workflowsPath: entry,
    preloadModules: [entry],
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => {
      if (change === undefined) return config;
      const use = [{ loader: MUTATION_LOADER, options: { replace: change.replace } }];
      const rule = { test: join(ROOT, change.file), enforce: 'pre' as const, use };
      return { ...config, module: { ...config.module, rules: [...(config.module?.rules ?? []), rule] } };
    },
  });
}
