import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from 'statechart-host/testing';
import { writeFacts } from '../../scripts/build/facts';
import { withPlanted } from '../support/planted';

const BUILT = {
  '.gitignore': 'dist\n',
  'package.json': '{ "version": "0.4.0" }',
  'package-lock.json': '{ "packages": {} }',
  'dist/avenant.js': 'charge();\n//# sourceMappingURL=avenant.js.map\n',
  'dist/workflows.js': 'order();\n//# sourceMappingURL=data:application/json;base64,L2hvbWUvYW5uYQ==\n',
};
const CODE = ['avenant.js', 'workflows.js'];
const AS_ANNA = ['-c', 'user.name=Anna', '-c', 'user.email=anna@example.com'];

const factsOf = (root: string) => writeFacts(root, join(root, 'dist'), CODE);
const git = (root: string, ...args: string[]) => runCommand('git', args, { cwd: root, timeoutMs: 10_000 });

async function commitAll(root: string): Promise<string> {
  await git(root, 'init', '--quiet');
  await git(root, 'add', '.');
  await git(root, ...AS_ANNA, 'commit', '--quiet', '--message', 'Begin');
  return (await git(root, 'rev-parse', 'HEAD')).trim();
}

/** The id of a build in which a file reads otherwise. */
const idWith = (files: Partial<typeof BUILT>): Promise<string> =>
  withPlanted({ ...BUILT, ...files }, async (root) => (await factsOf(root)).buildId);

describe('what a build is called by', () => {
  it('a build whose steps, workflows or libraries are others is another build', async () => {
    const ids = await Promise.all([
      idWith({}),
      idWith({ 'dist/avenant.js': BUILT['dist/avenant.js'].replace('charge', 'refund') }),
      idWith({ 'dist/workflows.js': BUILT['dist/workflows.js'].replace('order', 'seats') }),
      idWith({ 'package-lock.json': '{ "packages": { "node_modules/stripe": { "version": "23.1.1" } } }' }),
    ]);
    expect(new Set(ids).size).toBe(4);
  });

  it('the same code is the same build in whatever folder it is built', async () => {
    const elsewhere = BUILT['dist/workflows.js'].replace('L2hvbWUvYW5uYQ==', 'L2hvbWUvYmVu');
    expect(elsewhere).not.toBe(BUILT['dist/workflows.js']);
    expect(await idWith({ 'dist/workflows.js': elsewhere })).toBe(await idWith({}));
  });

  it('a build names its commit, and says when something was not committed', async () => {
    await withPlanted(BUILT, async (root) => {
      const commit = await commitAll(root);
      expect(await factsOf(root)).toMatchObject({ version: '0.4.0', revision: commit });
      await writeFile(join(root, 'planted.ts'), 'export {};\n');
      expect(await factsOf(root)).toMatchObject({ revision: `${commit}-dirty` });
      expect(await readFile(join(root, 'dist', 'build.json'), 'utf8')).toContain(`"${commit}-dirty"`);
    });
  });

  it('a build that is made from no checkout names no commit', async () => {
    await withPlanted(BUILT, async (root) => expect(await factsOf(root)).toMatchObject({ revision: null }));
  });
});
