/** Whether a process of this id is there. */
export function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) throw new Error('the server should have told its process id');
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
