import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand } from 'statechart-host/testing';
import { digestOfSources } from '../../dev/stack/workflow-sources';
import { build } from '../support/built';

const ROOT = join(__dirname, '..', '..');
const WITHIN = { timeoutMs: 200_000, cwd: ROOT };

let folder: string;

beforeAll(async () => {
  // Deeper than this one, so that a path from here to there would show.
  folder = join(await mkdtemp(join(tmpdir(), 'avenant-elsewhere-')), 'of', 'somebody', 'else');
  await mkdir(folder, { recursive: true });
  const told = await runCommand('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], WITHIN);
  const files = told.split('\0').filter((name) => name !== '');
  for (const file of files) await cp(join(ROOT, file), join(folder, file));
  await runCommand('cp', ['-a', 'node_modules', folder], WITHIN);
});
afterAll(() => rm(dirname(dirname(dirname(folder))), { recursive: true, force: true }));

const idOf = async (root: string): Promise<string> =>
  (JSON.parse(await readFile(join(root, 'dist', 'build.json'), 'utf8')) as { buildId: string }).buildId;

it('the same sources are the same build elsewhere, whatever a development stack there has kept of workflows', async () => {
  const kept = join(folder, '.avenant', 'bundles');
  await mkdir(kept, { recursive: true });
  await writeFile(join(kept, `workflows-${await digestOfSources(folder)}.js`), 'of yesterday');
  await build();
  // Its pages are of the same sources as those here, and need not be made again.
  await cp(join(ROOT, 'dist', 'web'), join(folder, 'dist', 'web'), { recursive: true });
  await runCommand(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { ...WITHIN, cwd: folder });
  expect(await idOf(folder)).toBe(await idOf(ROOT));
});
