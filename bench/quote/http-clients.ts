import { connect, type Socket } from 'node:net';

/** What many clients got, each of whom sends the next request when the last is answered. */
export interface TimedAnswer {
  requestsPerSecond: number;
  /** Milliseconds of each request. */
  latencies: number[];
}

/**
 * Sends one POST over and over on kept-alive connections. The requests are written as bytes made before: a client that
 * shares the machine with the server must cost as little as it can.
 *
 * @throws Error at the first answer that is not 200
 */
export async function post(
  { port, path, key, body }: { port: number; path: string; key: string; body: string },
  { clients, requests }: { clients: number; requests: number },
): Promise<TimedAnswer> {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${key}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
  const latencies: number[] = [];
  let left = requests;
  const began = performance.now();
  const client = async (): Promise<void> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const answers = answersOn(socket);
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      socket.write(bytes);
      const status = await answers();
      if (status !== 200) throw new Error(`The API answered ${status}.`);
      latencies.push(performance.now() - start);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { requestsPerSecond: (requests / (performance.now() - began)) * 1_000, latencies };
}

/** The status of each answer on a connection; bodies are counted, not read. */
function answersOn(socket: Socket): () => Promise<number> {
  let received = Buffer.alloc(0);
  let settle: { resolve(status: number): void; reject(error: Error): void } | undefined;
  socket.on('error', (error) => settle?.reject(error));
  socket.on('close', () => settle?.reject(new Error('The API closed the connection.')));
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    received = Buffer.alloc(0);
    settle?.resolve(Number(head.slice(9, 12)));
  });
  return () =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
}
