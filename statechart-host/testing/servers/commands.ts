import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Options of a command; `timeoutMs` in milliseconds. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Ends the command early. */
  readonly signal?: AbortSignal;
}

const OUTPUT_LIMIT_BYTES = 16 * 1024 * 1024;
const LINES_SHOWN = 5;

/**
 * Runs a command and resolves to its standard output.
 * @throws Error with the last lines of its error output when it fails, or is still running after `timeoutMs`.
 */
export async function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      signal: options.signal,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: OUTPUT_LIMIT_BYTES,
    });
    return stdout;
  } catch (thrown) {
    throw new Error(`\`${file} ${args[0] ?? ''}\` ${describeFailure(thrown, options.timeoutMs)}`, { cause: thrown });
  }
}

/** Path of the first executable file called `name` on PATH, or undefined. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, file)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function describeFailure(thrown: unknown, timeoutMs: number): string {
  if (!(thrown instanceof Error)) return `failed: ${String(thrown)}`;
  const { killed, stderr } = thrown as Error & { killed?: boolean; stderr?: string };
  if (thrown.name === 'AbortError') return 'was given up: nothing happened any more';
  if (killed) return `did not finish within ${timeoutMs / 1_000} s`;
  const lines = (stderr ?? '').trim().split('\n').slice(-LINES_SHOWN).join('\n');
  return `failed: ${lines || thrown.message}`;
}
