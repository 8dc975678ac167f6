import { get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

/** People who look at the list: they count what they are told and remember when. */
export interface Viewers {
  /** Events told to all of them together. */
  told(): number;
  /** Milliseconds from writing an order to each viewer's hearing of it. */
  latencies: number[];
  close(): void;
}

export async function openViewers(
  server: { url: string; key: string },
  count: number,
  writtenAt: ReadonlyMap<string, number>,
): Promise<Viewers> {
  const headers = { authorization: `Bearer ${server.key}` };
  const open: IncomingMessage[] = [];
  const latencies: number[] = [];
  let told = 0;
  const hear = (chunk: Buffer): void => {
    for (const [, changeId = ''] of chunk.toString('utf8').matchAll(/id: \d+-(\w+)/g)) {
      told += 1;
      latencies.push(performance.now() - (writtenAt.get(changeId) ?? Number.NaN));
    }
  };
  for (let viewer = 0; viewer < count; viewer += 1) {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${server.url}/v1/live/changes`, { headers, agent: false }, resolve).once('error', reject);
    });
    response.on('data', hear);
    open.push(response);
  }
  return {
    told: () => told,
    latencies,
    close: () => {
      for (const response of open) response.destroy();
    },
  };
}

/** People whose connection hangs: they ask and never read. */
export function openSleepers({ url, key }: { url: string; key: string }, count: number): Socket[] {
  const { hostname, port } = new URL(url);
  return Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(`GET /v1/live/changes HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${key}\r\n\r\n`);
    return socket;
  });
}
