import { spawn } from 'node:child_process';

/** Runs a command and keeps quiet about it. @returns the lines it printed when it failed, none when all is well */
export function complaintsOf(command: string, args: readonly string[], cwd: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, shell: process.platform === 'win32' });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) return resolve([]);
      resolve([...Buffer.concat(output).toString('utf8').trimEnd().split('\n'), `${command} ended with ${status}`]);
    });
  });
}
