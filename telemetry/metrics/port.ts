import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Build } from '../build';

interface WatchedParts {
  build: Build;
  registry: Registry;
  /** What others of the process count, in the same text format. */
  more?(): Promise<string>;
  /** Null: it lives. Otherwise why it does not, and has to be started again. */
  dies(): string | null;
  /** What keeps the process from working, each in words. */
  missing(): Promise<string[]>;
}

/** Scrapes come one at a time, from one or two who know this port. */
const MOST_CONNECTIONS = 50;

/**
 * Where a process is watched: `/metrics`, `/livez` and `/readyz`, on a port that no customer reaches.
 *
 * @throws as a server that cannot listen, e.g. because the port is taken
 */
export async function openWatchPort({ host, port }: { host: string; port: number }, parts: WatchedParts) {
  const server = createServer((request, response) => {
    answer(request.url ?? '', response, parts).catch(() => send(response, 500, 'text/plain', ''));
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.requestTimeout = 10_000;
  await listening(server, host, port);
  return {
    address: server.address(),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(url: string, response: ServerResponse, parts: WatchedParts): Promise<void> {
  switch (url.split('?')[0]) {
    case '/metrics': {
      const [ours, others] = await Promise.all([parts.registry.metrics(), parts.more?.() ?? '']);
      return send(response, 200, parts.registry.contentType, `${ours}\n${others}`);
    }
    case '/livez': {
      const why = parts.dies();
      return tell(response, why === null ? [] : [why], parts.build);
    }
    case '/readyz':
      return tell(response, await parts.missing());
    default:
      return send(response, 404, 'text/plain', 'Here are /metrics, /livez and /readyz.\n');
  }
}

function tell(response: ServerResponse, missing: readonly string[], more: object = {}): void {
  const isFine = missing.length === 0;
  const body = JSON.stringify({ status: isFine ? 'pass' : 'fail', missing, ...more });
  send(response, isFine ? 200 : 503, 'application/json', body);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
