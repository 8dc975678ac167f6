import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

import { pathToTell } from './card-numbers';

/** Milliseconds from the moment at which a server is asked to stop. */
export interface ClosingTimes {
  /** New connections are taken until then, because a load balancer may not have looked at readiness yet. */
  drain: number;
  /** Callers may wait for something to happen until then; from there on they are answered by what is true. */
  patience: number;
}

const LOOKS_EVERY = 50;
/** A request that is on its way when the last one was answered has this time to arrive, in milliseconds. */
const LINGER = 1_000;

/**
 * The end of an HTTP server: whatever it was asked is answered, and nobody is told to come back to it.
 *
 * A connection that is kept alive is closed behind an answer that says so (RFC 9112, 9.6), because a client may be
 * sending its next request at the very moment at which an idle one is closed. So idle ones are closed last.
 */
export class Closing {
  readonly #times: ClosingTimes;
  readonly #unanswered = new Map<ServerResponse, IncomingMessage>();
  readonly #impatience = new AbortController();
  #isBegun = false;

  constructor(times: ClosingTimes) {
    this.#times = times;
  }

  /** Aborted when whoever waits for something to happen is to answer by what is true at that moment. */
  get impatience(): AbortSignal {
    return this.#impatience.signal;
  }

  /** The application, whose requests are known until they are answered. */
  watched(application: RequestListener): RequestListener {
    return (request, response) => {
      this.#unanswered.set(response, request);
      response.once('close', () => this.#unanswered.delete(response));
      if (this.#isBegun) announceEnd(response);
      application(request, response);
    };
  }

  /** Requests that wait for their answer, as "GET /v1/changes". */
  unanswered(): string[] {
    return [...this.#unanswered.values()].map(({ method, url = '' }) => `${method} ${pathToTell(url)}`);
  }

  /** Resolves when everything is answered and no connection is open any more. */
  async close(server: Server): Promise<void> {
    this.#isBegun = true;
    for (const response of this.#unanswered.keys()) announceEnd(response);
    const losingPatience = setTimeout(() => this.#losePatience(), this.#times.patience);
    await pause(this.#times.drain);
    await allTaken(server);
    let isClosed = false;
    server.close(() => {
      isClosed = true;
    });
    let quietSince = performance.now();
    while (!isClosed) {
      // An answer that had begun before the end could not say that it is the last one of its connection.
      server.closeIdleConnections();
      if (this.#unanswered.size > 0) quietSince = performance.now();
      else if (performance.now() - quietSince > LINGER) server.closeAllConnections();
      await pause(LOOKS_EVERY);
    }
    clearTimeout(losingPatience);
  }

  #losePatience(): void {
    this.#impatience.abort();
    // Nothing was done yet for a request that has not arrived as a whole.
    for (const request of this.#unanswered.values()) if (!request.complete) request.destroy();
  }
}

/**
 * Resolves when the server has seen all connections that were made to it. The system takes them before a busy process
 * does, and resets those that it has not seen when it stops to listen.
 */
async function allTaken(server: Server): Promise<void> {
  const until = performance.now() + LINGER;
  let hasTaken = true;
  const taken = (): void => {
    hasTaken = true;
  };
  server.on('connection', taken);
  while (hasTaken && performance.now() < until) {
    hasTaken = false;
    await turn();
  }
  server.off('connection', taken);
}

function announceEnd(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
