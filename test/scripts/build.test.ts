import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtProgram } from '../../dev/stack/processes';
import { build, command, SOLD, sell } from '../support/built';
import { oneRun } from '../support/flow-runs';

oneRun(
  'npm run build',
  (shop) => {
    let folder: string;
    const facts = () => JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8')) as Record<string, string>;
    beforeAll(async () => {
      folder = await build();
    });

    it('an order goes through an API and a worker of the build, up to a receipt that their thread sets', async () => {
      expect(await sell(shop().stand, builtProgram(folder), 8)).toEqual(SOLD);
    });

    it('a build says which version it is, and the same workflows are the same build', async () => {
      const { version, buildId } = facts();
      expect(buildId).toMatch(/^[0-9a-f]{16}$/);
      const told = await command(builtProgram(folder), ['--version'], shop().stand);
      expect(told).toEqual({ code: 0, told: `${version}, build ${buildId}\n` });
      await build();
      expect(facts()).toMatchObject({ version, buildId });
    });

    it('a command of the build says by its exit code what it found', async () => {
      const codes = [];
      for (const args of [['setup'], ['setup', '--check'], ['reconcile'], ['deployment', 'status'], ['keys']]) {
        codes.push((await command(builtProgram(folder), args, shop().stand)).code);
      }
      expect(codes).toEqual([0, 0, 0, 0, 2]);
    });
  },
  { workersOfItsOwn: true },
);
