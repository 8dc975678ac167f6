import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const [PARENT, USER_TICKS, SYSTEM_TICKS] = [1, 11, 12];
const [KIBIBYTES_PER_MEBIBYTE, TICKS_A_SECOND] = [1024, 100];

/**
 * Resident memory in MiB of the process of ours that runs an entry file. A process of the stack is the child of a
 * guardian, which is our child.
 *
 * @throws Error when there is none, or no /proc to find it in
 */
export function residentMemory(entryFile: string): number {
  const kibibytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processOf(entryFile)}/status`, 'utf8'))?.[1];
  return Number(kibibytes) / KIBIBYTES_PER_MEBIBYTE;
}

/** Seconds of a processor that such a process has used so far, the system's for it included. Throws as above. */
export const processorSeconds = (entryFile: string): number => processorSecondsOf(processOf(entryFile));

/** The same of a process by its id. */
export function processorSecondsOf(id: string | number): number {
  const numbers = read(`/proc/${id}/stat`).split(') ')[1]?.split(' ') ?? [];
  return (Number(numbers[USER_TICKS]) + Number(numbers[SYSTEM_TICKS])) / TICKS_A_SECOND;
}

function processOf(entryFile: string): string {
  const path = join(ROOT, entryFile);
  const found = readdirSync('/proc').find((id) => isOurs(id) && commandLine(id).at(-1) === path);
  if (found === undefined) throw new Error(`No process of ours runs ${entryFile}, or this machine has no /proc.`);
  return found;
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
