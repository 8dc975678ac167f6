import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..');
const run = promisify(execFile);

/** What the command exits with, and all that it said. */
export interface SetUp {
  code: number;
  told: string;
}

/** Runs `avenant setup`, with these variables beside those of this process. */
export function runSetup(args: readonly string[], variables: Record<string, string>): Promise<SetUp> {
  const env = { ...process.env, ...variables };
  return run(process.execPath, ['--import', 'tsx', 'commands/main.ts', 'setup', ...args], { cwd: ROOT, env }).then(
    ({ stdout }) => ({ code: 0, told: stdout }),
    ({ code, stdout, stderr }) => ({ code, told: `${stdout}${stderr}` }),
  );
}
