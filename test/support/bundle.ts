import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** A change to a source file that takes one protection away, to see a test notice. */
export interface Mutation {
  /** Path of the file from the project's folder. */
  file: string;
  replace: [find: string, by: string][];
}

const ROOT = join(__dirname, '..', '..');

const bundles = new Map<string, Promise<WorkflowBundleWithSourceMap>>();

/** Bundles workflow code for a test worker, once for each protection that is taken away. */
export function bundle(workflowsPath: string, without?: Mutation): Promise<WorkflowBundleWithSourceMap> {
  const key = JSON.stringify([workflowsPath, without]);
  const made = bundles.get(key) ?? make(workflowsPath, without);
  bundles.set(key, made);
  return made;
}

function make(workflowsPath: string, without?: Mutation): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: join(ROOT, workflowsPath),
    // As in a worker: what is shared between orders there is shared here.
    preloadModules: [join(ROOT, workflowsPath)],
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => {
      if (without === undefined) return config;
      const rule = {
        test: join(ROOT, without.file),
        enforce: 'pre' as const,
        use: [{ loader: join(__dirname, 'mutation-loader.cjs'), options: { replace: without.replace } }],
      };
      return { ...config, module: { ...config.module, rules: [...(config.module?.rules ?? []), rule] } };
    },
  });
}
