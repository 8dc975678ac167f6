import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A small load balancer in front of several APIs, which asks each whether it is ready. */
export interface Balancer {
  url: string;
  /** Requests that found no API to go to. */
  readonly unserved: number;
  close(): Promise<void>;
}

const LOOKS_EVERY_MS = 200;
const LOOKS_FOR_MS = 1_000;

/** One of the APIs behind it. */
interface Upstream {
  url: URL;
  isReady: boolean;
}

/** @param urls of the APIs, which need not be up yet */
export async function startBalancer(urls: readonly string[]): Promise<Balancer> {
  const upstreams: Upstream[] = urls.map((url) => ({ url: new URL(url), isReady: false }));
  const agent = new Agent({ keepAlive: true });
  const look = () => Promise.all(upstreams.map(lookAt));
  await look();
  const looking = setInterval(() => void look(), LOOKS_EVERY_MS);
  let turn = 0;
  let unserved = 0;
  const server = createServer(async (incoming, answer) => {
    turn += 1;
    // The next one that is ready; whoever is not is tried all the same, after those that are.
    const inTurn = [...upstreams.slice(turn % upstreams.length), ...upstreams.slice(0, turn % upstreams.length)];
    const byReadiness = [...inTurn.filter(({ isReady }) => isReady), ...inTurn.filter(({ isReady }) => !isReady)];
    const body = await buffer(incoming).catch(() => null);
    if (body === null) return;
    pass({ incoming, body, answer, agent }, byReadiness, () => {
      unserved += 1;
    });
  });
  await listening(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get unserved() {
      return unserved;
    },
    async close() {
      clearInterval(looking);
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function lookAt(upstream: Upstream): Promise<void> {
  upstream.isReady = await fetch(new URL('/readyz', upstream.url), { signal: AbortSignal.timeout(LOOKS_FOR_MS) }).then(
    (response) => response.ok,
    () => false,
  );
}

interface Exchange {
  incoming: IncomingMessage;
  body: Buffer;
  answer: ServerResponse;
  agent: Agent;
}

/** A request goes to another API only where the first could not be reached: nothing is ever said twice by the balancer. */
function pass(exchange: Exchange, [upstream, ...others]: readonly Upstream[], isUnserved: () => void): void {
  const { incoming, body, answer, agent } = exchange;
  if (upstream === undefined) {
    isUnserved();
    answer.writeHead(503, { 'retry-after': '1', connection: 'close' }).end();
    return;
  }
  const { hostname, port } = upstream.url;
  const { method, url: path, headers } = incoming;
  const outgoing = request({ hostname, port, method, path, headers, agent }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.on('error', () => answer.destroy());
    reply.pipe(answer);
  });
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    upstream.isReady = false;
    if (error.code === 'ECONNREFUSED') pass(exchange, others, isUnserved);
    else answer.destroy();
  });
  answer.on('close', () => outgoing.destroy());
  outgoing.end(body);
}

const listening = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
