// Compiles the package into dist/, from nothing: what is packed has no file that its sources no longer have.
//
// In this repository the entries are their sources, so that nothing has to be built before they are used. Those who
// install the package get them compiled: the manifest says so only while it is packed, and is then put back.

import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
const manifest = join(root, 'package.json');
const asInSources = join(root, 'package.sources.json');

// A packing that was interrupted has not put it back either.
if (existsSync(asInSources)) renameSync(asInSources, manifest);
if (!process.argv.includes('--restore')) {
  if (!compile()) process.exit(1);
  copyFileSync(manifest, asInSources);
  writeFileSync(manifest, `${JSON.stringify(compiled(JSON.parse(readFileSync(manifest, 'utf8'))), null, 2)}\n`);
}

function compile() {
  rmSync(dist, { recursive: true, force: true });
  const options = { stdio: 'inherit', shell: process.platform === 'win32' };
  if (spawnSync('tsc', ['--project', join(root, 'tsconfig.build.json')], options).status !== 0) return false;
  // What runs in a bare Node process is JavaScript already, with its types beside it: tsc passes over both.
  const isReady = (path) => statSync(path).isDirectory() || /\.(js|d\.ts)$/.test(path);
  cpSync(join(root, 'testing'), join(dist, 'testing'), { recursive: true, filter: isReady });
  return true;
}

function compiled({ scripts: _, exports, ...rest }) {
  const entries = Object.entries(exports).map(([entry, source]) => [entry, target(source)]);
  return { ...rest, exports: Object.fromEntries(entries) };
}

function target(source) {
  if (!source.endsWith('.ts')) return source;
  const base = source.replace('./', './dist/').replace(/\.ts$/, '');
  return { types: `${base}.d.ts`, default: `${base}.js` };
}
