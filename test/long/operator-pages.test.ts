import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { testBackends } from '../support/backends';

/** The pages for operators: what stands in them works as it stands there, on a checkout and a machine that have nothing yet. */

const ROOT = join(__dirname, '..', '..');
/** In the order in which a newcomer comes by them; the first one builds what the others use. */
const PAGES = [
  'production',
  'upgrading',
  'troubleshooting',
  'secrets',
  'commands',
  'connections',
  'temporal',
  'encryption',
  'observe',
];
const MINUTES = 60_000;

interface Block {
  /** Behind the fence: "sh" is run here, "sh yours" needs servers of the reader's. */
  kind: string;
  script: string;
}

async function blocksOf(page: string): Promise<Block[]> {
  const markdown = await readFile(join(ROOT, 'docs', `${page}.md`), 'utf8');
  return [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', script = '']) => ({ kind, script }));
}

let folder: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avenant-operator-'));
  const checkout = join(folder, 'checkout');
  await runScript(`git clone --quiet ${ROOT} ${checkout}`, folder, process.env);
  const command = join(folder, 'avenant');
  await writeFile(command, `#!/bin/sh\nexec node ${join(checkout, 'dist', 'avenant.js')} "$@"\n`);
  await chmod(command, 0o755);
  const { mongo, temporal } = testBackends();
  environment = {
    PATH: `${folder}:${process.env.PATH}`,
    HOME: process.env.HOME,
    MONGODB_URI: mongo,
    MONGODB_DATABASE: `operator_${randomUUID().slice(0, 8)}`,
    TEMPORAL_ADDRESS: temporal,
    AVENANT_SEARCH_SECRET: randomUUID(),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** @throws Error with all that it said, where one of its commands fails */
async function runScript(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained] = [text(shell.stdout), text(shell.stderr)];
  const [code] = await once(shell, 'close');
  if (code !== 0) throw new Error(`${script}\nended with ${code}:\n${await said}\n${await complained}`);
}

it.each(PAGES)(
  'every command of docs/%s.md that needs no cluster of the reader works as it stands there',
  async (page) => {
    for (const { kind, script } of await blocksOf(page)) {
      if (kind === 'sh') await runScript(script, join(folder, 'checkout'), environment);
    }
  },
  10 * MINUTES,
);

it('every command of these pages is either run here or marked as one for the reader', async () => {
  const kinds = await Promise.all(PAGES.map(async (page) => (await blocksOf(page)).map(({ kind }) => kind)));
  // What is no command says so too: files, answers, code.
  const unmarked = PAGES.filter((_, index) => kinds[index]?.includes(''));
  expect(unmarked).toEqual([]);
  expect(kinds.flat().filter((kind) => kind === 'sh').length).toBeGreaterThan(8);
  expect(await readdir(join(ROOT, 'docs'))).toEqual(expect.arrayContaining(PAGES.map((page) => `${page}.md`)));
});
