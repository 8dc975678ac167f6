import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const SEED = 1;
/** Ninety seconds on two cores with nothing beside it; beside other tests, and on a slow machine, much more. */
const WITHIN_MS = 600_000;

/** What the run has found; where it did not get that far, the last that it said. */
function findingsIn(told: string): string[] {
  const [, table] = told.split(/^looked at.*$/m);
  if (table === undefined) return told.split('\n').slice(-20);
  return table.split('\n').filter((line) => line !== '' && !line.endsWith(' 0'));
}

describe('a chaos run', () => {
  let run: ChildProcess | undefined;
  afterAll(() => run?.kill('SIGTERM'));

  const ran = async (): Promise<{ code: unknown; told: string }> => {
    const args = ['--import', 'tsx', 'chaos/main.ts', '--orders', '60', '--seed', String(SEED)];
    run = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    for (const stream of [run.stdout, run.stderr]) stream?.on('data', (text: Buffer) => lines.push(text.toString()));
    const [code] = await once(run, 'close');
    return { code, told: lines.join('') };
  };

  it(
    'sixty orders of every kind leave nothing that is not true when each part has been away once',
    async () => {
      const { code, told } = await ran();
      expect({ code, found: code === 0 ? [] : findingsIn(told) }).toEqual({ code: 0, found: [] });
    },
    WITHIN_MS,
  );
});
