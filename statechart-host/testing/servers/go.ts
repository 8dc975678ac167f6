import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './commands';

/** A version of the Go toolchain, such as [1, 25]. */
export type GoVersion = readonly [major: number, minor: number];

/** A program that `go install` compiles. */
export interface GoProgram {
  /** Path of its package with the version: `example.org/module/cmd/program@v1.2.3`. */
  readonly source: string;
  /** Words for the linker besides those that leave symbol tables out. */
  readonly linking?: string;
}

const BUILD_LIMIT_MS = 20 * 60_000;
const ANSWER_LIMIT_MS = 10_000;

/** Version of the Go toolchain on PATH, such as "1.26.8"; undefined without Go. */
export async function goVersion(): Promise<string | undefined> {
  const answer = await runCommand('go', ['env', 'GOVERSION'], { timeoutMs: ANSWER_LIMIT_MS }).catch(() => '');
  return /^go(\d+\.\d+\S*)/.exec(answer)?.[1];
}

/** Whether a version is the oldest that will do, or a later one. */
export function isGoRecentEnough(version: string, oldest: GoVersion): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** Compiles a program into an empty folder, and resolves to its path. @throws Error with Go's last words */
export async function goInstall({ source, linking = '' }: GoProgram, folder: string): Promise<string> {
  // Without symbol tables the file is a sixth smaller.
  await runCommand('go', ['install', '-ldflags', `-s -w ${linking}`, source], {
    cwd: folder,
    env: { GOBIN: folder },
    timeoutMs: BUILD_LIMIT_MS,
  });
  const [name] = await readdir(folder);
  if (name === undefined) throw new Error(`go install of ${source} left no program behind`);
  return join(folder, name);
}
