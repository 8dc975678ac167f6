import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const ALL_IS_WELL = 0;

/** `npm run chaos`, or `npm run drill`, in a process of its own. */
export class ChaosRun {
  readonly #program: string;
  #process: ChildProcess | undefined;

  constructor(program = 'chaos/main.ts') {
    this.#program = program;
  }

  /** @returns what it exits with and what it has found; where it did not get that far, the last that it said */
  async findings(...options: string[]): Promise<{ code: unknown; found: string[] }> {
    const args = ['--import', 'tsx', this.#program, ...options];
    this.#process = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (text: Buffer) => lines.push(text.toString()));
    }
    const [code] = await once(this.#process, 'close');
    return { code, found: code === ALL_IS_WELL ? [] : findingsIn(lines.join('')) };
  }

  /** It clears up after itself. */
  stop(): void {
    this.#process?.kill('SIGTERM');
  }
}

function findingsIn(told: string): string[] {
  const [, table] = told.split(/^looked at.*$/m);
  if (table === undefined) return told.split('\n').slice(-20);
  return table.split('\n').filter((line) => line !== '' && !line.endsWith(' 0'));
}
