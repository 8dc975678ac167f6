import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const [PARENT, KIBIBYTES_PER_MEBIBYTE] = [1, 1024];

/**
 * Resident memory in MiB of the process of ours that runs an entry file. A process of the stack is the child of a
 * guardian, which is our child.
 *
 * @throws Error when there is none, or no /proc to find it in
 */
export function residentMemory(entryFile: string): number {
  const path = join(ROOT, entryFile);
  const found = readdirSync('/proc').find((id) => isOurs(id) && commandLine(id).at(-1) === path);
  if (found === undefined) throw new Error(`No process of ours runs ${entryFile}, or this machine has no /proc.`);
  const kibibytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${found}/status`, 'utf8'))?.[1];
  return Number(kibibytes) / KIBIBYTES_PER_MEBIBYTE;
}

const commandLine = (id: string): string[] => read(`/proc/${id}/cmdline`).split('\0').filter(Boolean);
const parentOf = (id: string): string => read(`/proc/${id}/stat`).split(') ')[1]?.split(' ')[PARENT] ?? '';
const isOurs = (id: string): boolean => /^\d+$/.test(id) && parentOf(parentOf(id)) === String(process.pid);

/** Empty for a process that has ended in the meantime. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
