import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as entry from 'statechart-host/client';
import * as wire from 'statechart-host/contract';

const PACKAGE = join(__dirname, '..');
const INSTALLED = join(PACKAGE, '..', 'node_modules');

describe('the page on the client', () => {
  const page = readFileSync(join(PACKAGE, 'docs', 'client.md'), 'utf8');

  it('what the page shows compiles, with the parcel of the README', async () => {
    const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
    expect(blocks.length).toBeGreaterThan(2);
    const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
    const machine = /```ts\n\/\/ parcel\/machine.ts\n(.*?)```/s.exec(readme)?.[1];
    const folder = mkdtempSync(join(tmpdir(), 'client-page-'));
    try {
      symlinkSync(INSTALLED, join(folder, 'node_modules'));
      writeFileSync(join(folder, 'machine.ts'), machine ?? '');
      writeFileSync(join(folder, 'page.ts'), blocks.join('\n'));
      const extended = {
        extends: join(PACKAGE, '..', 'tsconfig.json'),
        include: ['*.ts'],
        compilerOptions: { noUnusedLocals: false },
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(extended));
      const tsc = promisify(execFile)(join(INSTALLED, '.bin', 'tsc'), ['--project', folder]);
      const complaints = await tsc.catch((failure: { stdout: string }) => failure);
      expect(complaints.stdout).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('the page tells what every code of a failure means', () => {
    const codes = Object.values<unknown>({ ...wire, ...entry }).filter((value) => /^[A-Z]/.test(String(value)));
    expect(codes).toContain('MachineFailing');
    expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
