import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
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
let checkout: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avenant-operator-'));
  checkout = join(folder, 'checkout');
  await runScript(`git clone --quiet ${ROOT} ${checkout}`, folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a reader writes into the file of variables where the page has theirs. */
function ofTheReader(): string {
  const { mongo, temporal } = testBackends();
  const lines = [
    `MONGODB_URI=${mongo}`,
    `MONGODB_DATABASE=operator_${randomUUID().slice(0, 8)}`,
    `TEMPORAL_ADDRESS=${temporal}`,
  ];
  return `cat >> environment <<'END'\n${lines.join('\n')}\nEND\n`;
}

/** With nothing of this process but where programs are. @throws Error with all that it said, where one of its commands fails */
async function runScript(script: string, cwd: string): Promise<void> {
  const { PATH, HOME } = process.env;
  const env = { PATH: `${join(cwd, 'deploy')}:${PATH}`, HOME, AVENANT_ENVIRONMENT: join(cwd, 'environment') };
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained] = [text(shell.stdout), text(shell.stderr)];
  const [code] = await once(shell, 'close');
  if (code !== 0) throw new Error(`${script}\nended with ${code}:\n${await said}\n${await complained}`);
}

const scriptOf = ({ kind, script }: Block): string => {
  if (kind === 'sh') return script;
  return script.startsWith('cat >> environment') ? ofTheReader() : '';
};

it.each(PAGES)(
  'every command of docs/%s.md that needs no cluster of the reader works as it stands there',
  async (page) => runScript((await blocksOf(page)).map(scriptOf).join('\n'), checkout),
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
