import { asyncLocalStorage } from '@temporalio/activity';

/** A promise with its two ends, which Node 20 does not have built in. */
export function deferred<Value = void>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** A place where an activity waits until the test lets it go on: tests wait on events and not on the clock. */
export class Gate<Value = void> {
  readonly #arrival = deferred();
  readonly #opening = deferred<Value>();
  arrivals = 0;

  constructor() {
    // A gate may fail before anybody has come to it.
    this.#opening.promise.catch(() => undefined);
  }

  /** Called by the activity. */
  pass(): Promise<Value> {
    this.arrivals += 1;
    this.#arrival.resolve();
    return Promise.race([this.#opening.promise, untilTheWorkerEnds()]);
  }

  /** Resolves when an activity has arrived. */
  arrived(): Promise<void> {
    return this.#arrival.promise;
  }

  open(value: Value): void {
    this.#opening.resolve(value);
  }

  fail(error: unknown): void {
    this.#opening.reject(error);
  }
}

/** Rejects when the worker of the attempt that asks is stopped: no gate that nobody opens any more may hold it up. */
async function untilTheWorkerEnds(): Promise<never> {
  const never = new Promise<never>(() => {});
  return (asyncLocalStorage.getStore()?.cancelled ?? never).catch((error: Error) => {
    if (error.message === 'WORKER_SHUTDOWN') throw error;
    return never;
  });
}
