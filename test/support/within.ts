/** How long a test waits for what should come, in milliseconds: a bound for what hangs, also on a slow and busy machine. */
export const PATIENCE = 120_000;

/** Rejects when something has not happened in time. A bound for what would hang, not a wait. */
export function within<Value>(milliseconds: number, promise: Promise<Value>, what = 'it'): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not happen within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Asks again every few milliseconds until the answer is yes; for what offers no event to wait on. */
export async function until(milliseconds: number, what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
