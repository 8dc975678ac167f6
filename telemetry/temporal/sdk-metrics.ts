import { createServer } from 'node:net';
import { SECOND } from '../../billing/calendar/durations';

/** Longer than it takes on a busy machine, and shorter than a scrape waits. */
const LONGEST_READ = 2 * SECOND;

/**
 * What the SDK counts in its core, which opens a port of its own for that. It listens to this machine alone, and whoever scrapes the
 * process reads it there.
 */
export async function sdkMetrics() {
  const bindAddress = `127.0.0.1:${await freePort()}`;
  return {
    // These decide how series are called: changed later, dashboards and rules would find none.
    prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
    /** In the text format of Prometheus; empty where it does not answer. */
    async read(): Promise<string> {
      const read = fetch(`http://${bindAddress}/metrics`, { signal: AbortSignal.timeout(LONGEST_READ) });
      return read.then((answer) => answer.text()).catch(() => '');
    },
  };
}

/** The SDK does not tell which port it was given, so it is told one that was free a moment ago. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
