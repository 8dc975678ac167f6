import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activitySkeleton } from '../../scripts/new/activity';
import { atEndOf, write } from '../../scripts/new/skeleton';
import { withPlanted } from '../support/planted';

const ROOT = join(__dirname, '..', '..');
const SKIPPED = new Set(['node_modules', '.git', '.avenant', 'dist']);

interface Ran {
  status: number | null;
  said: string;
}

/** A copy of the repository, as it is now. */
let copy: string;

function run(...command: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

const create = (...args: string[]): Ran => run('--import', 'tsx', 'scripts/new.ts', ...args);

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-'));
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !SKIPPED.has(path.slice(ROOT.length + 1)) });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

describe('npm run new', () => {
  it.each([
    ['activity', 'weighParcel', 'order'],
    ['event', 'WEIGH_PARCEL', 'support'],
    ['route', 'support', 'countParcels', 'GET /v1/parcels'],
    ['state', 'waiting', 'weighing', '0', '8'],
  ])('npm run new writes the skeleton of a recipe, and says what is left to do: %s %s', (...args) => {
    expect(create(...args)).toEqual({ status: 0, said: expect.stringContaining('Left to do:') });
  });

  it('a new activity takes five places: types, table, its file, the index, and its name in both languages', () => {
    const { files, insertions } = activitySkeleton(['weighParcel', 'order']);
    const places = [...Object.keys(files), ...insertions.map(({ file }) => file.replace(/locales\/.*/, 'locales'))];
    expect(new Set(places).size).toBe(5);
  });

  it('the skeletons compile', () => {
    expect(run('node_modules/typescript/bin/tsc', '--noEmit')).toEqual({ status: 0, said: '' });
  });

  it('the skeletons pass lint and the quick checks', () => {
    const checks = ['one-home', 'doc-comments', 'repeated-code'];
    expect(run('node_modules/@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', '.')).toMatchObject({
      status: 0,
    });
    expect(run('--import', 'tsx', 'scripts/verify.ts', ...checks)).toMatchObject({ status: 0 });
  });

  it('npm run new writes no file over another', () => {
    expect(create('activity', 'weighParcel', 'order')).toEqual({
      status: 1,
      said: 'activities/order/weigh-parcel.ts is there already.\n',
    });
  });

  it('npm run new says how it is used', () => {
    expect(create('parcel')).toEqual({ status: 1, said: expect.stringContaining('npm run new -- route ROOM') });
    expect(create('event', 'weigh')).toEqual({ status: 1, said: expect.stringContaining('not “weigh”') });
  });
});

it('a skeleton that misses an anchor, or would replace a file, is not written at all', async () => {
  const files = { 'store/new.ts': 'export {};\n' };
  const insertions = [atEndOf('store/index.ts', 'const PARCELS', '  parcels,')];
  await withPlanted({ 'store/index.ts': 'const ORDERS = {};\n' }, (root) => {
    expect(() => write(root, { files, insertions, next: [] })).toThrow(
      'store/index.ts has no line that begins with “const PARCELS”',
    );
    expect(() => write(root, { files: { 'store/index.ts': '' }, insertions: [], next: [] })).toThrow(
      'is there already',
    );
  });
});
