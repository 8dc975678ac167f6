import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const [USER_TICKS, SYSTEM_TICKS] = [11, 12];

/**
 * Processor time in milliseconds that a process has used until now; this one when no id is given. Unlike elapsed time
 * it hardly depends on what else the machine does.
 *
 * @returns undefined for another process where there is no /proc
 */
export function processorTime(processId?: number): number | undefined {
  if (processId === undefined) {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  }
  try {
    // The name of the program may hold spaces, so fields are counted from behind it.
    const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const ticks = Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS]);
    return (ticks / TICKS_PER_SECOND) * 1_000;
  } catch {
    return undefined;
  }
}
