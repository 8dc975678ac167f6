import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NODE_RELEASES, nodeRuntime } from '../../dev/embedded/node-runtime';
import { builtProgram, type Program } from '../../dev/stack/processes';
import { build, command, SOLD, sell } from '../support/built';
import { oneRun } from '../support/flow-runs';

const ROOT = join(__dirname, '..', '..');
/** What compiles, builds or tests, and the embedded engine, whose licence is another one. */
const TOOLS = ['tsx', 'esbuild', 'typescript', 'vite', 'react', 'jest', '@0q', '@biomejs', 'statechart-host'];
const INSTALL = ['ci', '--omit=dev', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'];

oneRun(
  'a build that is installed without the tools it was made with',
  (shop) => {
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'avenant-install-'));
      cpSync(await build(), join(folder, 'dist'), { recursive: true });
      for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, file), join(folder, file));
      await promisify(execFile)('npm', INSTALL, { cwd: folder });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('no tool is installed with it', () => {
      const packages = join(folder, 'node_modules');
      expect(readdirSync(packages)).toContain('@temporalio');
      expect(TOOLS.filter((name) => existsSync(join(packages, name)))).toEqual([]);
    });

    it.each(NODE_RELEASES)(
      'a production install on Node %s is set up, sells an order, and ends as it is asked to',
      async (release) => {
        const program: Program = builtProgram(join(folder, 'dist'), await nodeRuntime(release));
        const { stand } = shop();
        const help = await command(program, ['--help'], stand);
        expect([help.code, help.told]).toEqual([0, expect.stringContaining('avenant COMMAND')]);
        expect((await command(program, ['setup'], stand)).code).toBe(0);
        expect(await command(program, ['setup', '--check'], stand)).toEqual({
          code: 0,
          told: expect.stringMatching(/MongoDB: nothing is missing\nTemporal: nothing is missing\n$/),
        });
        expect(await sell(stand, program, 8 + NODE_RELEASES.indexOf(release))).toEqual(SOLD);
        expect(await command(program, ['reconcile'], stand)).toMatchObject({ code: 0 });
      },
    );
  },
  { workersOfItsOwn: true },
);
