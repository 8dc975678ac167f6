import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const PURE = ['billing', 'tax', 'receipts', 'letters', 'machines'];
const IMPURE = [
  'Date.now()',
  'new Date()',
  'performance.now()',
  'setTimeout(() => {}, 1)',
  "fetch('http://127.0.0.1')",
  'process.env',
];

/** Plants every impure thing in every folder, a line each, and says where lint sees it: "billing:1". */
function refused(folders: readonly string[]): string[] {
  const root = mkdtempSync(join(tmpdir(), 'pure-globals-'));
  try {
    copyFileSync(join(ROOT, 'biome.json'), join(root, 'biome.json'));
    for (const folder of folders) {
      mkdirSync(join(root, folder));
      writeFileSync(join(root, folder, 'planted.ts'), IMPURE.map((impure) => `void ${impure};\n`).join(''));
    }
    const command = [BIOME, 'lint', '--vcs-enabled=false', '--max-diagnostics=none', '.'];
    const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
    const places = (stdout + stderr).matchAll(/(\w+)\/planted\.ts:(\d+):\d+ lint\/style\/noRestrictedGlobals/g);
    return [...places].map(([, folder, line]) => `${folder}:${line}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

it('a pure room has no clock, no timer, no environment and no network, and other rooms may have them', () => {
  const expected = PURE.flatMap((folder) => IMPURE.map((_, index) => `${folder}:${index + 1}`));
  expect(refused([...PURE, 'activities']).sort()).toEqual(expected.sort());
});
