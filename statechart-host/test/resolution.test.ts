import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../test/support/bundle';
import manifest from '../package.json';

const PACKAGE = join(__dirname, '..');
const SOURCE = join(PACKAGE, 'contract', 'index.ts');

describe('statechart-host inside its own repository', () => {
  it('Jest takes the package from its sources', () => {
    expect(require.resolve('statechart-host/contract')).toBe(SOURCE);
  });

  it('tsx takes the package from its sources', () => {
    const script = "process.stdout.write(require.resolve('statechart-host/contract'))";
    const options = { cwd: join(PACKAGE, '..'), encoding: 'utf8' } as const;
    expect(execFileSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], options)).toBe(SOURCE);
  });

  it('the bundler of workflows takes the package from its sources', async () => {
    const { codePath } = await bundle('statechart-host/test/fixtures/resolved.ts');
    const code = readFileSync(codePath, 'utf8');
    expect(code).toContain('./statechart-host/contract/index.ts');
    expect(code).not.toContain('statechart-host/dist');
  });

  it.each(Object.values(manifest.exports))('the entry %s is there', (target) => {
    expect(existsSync(join(PACKAGE, target))).toBe(true);
  });
});
