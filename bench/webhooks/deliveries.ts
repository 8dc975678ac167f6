import { connect, type Socket } from 'node:net';
import { SANDBOX_SIGNATURE_HEADER } from '../../gateways/payment/sandbox/webhook';
import { signTimestamped } from '../../gateways/webhooks/signature';

export interface Delivered {
  /** Ids of events that were answered 2xx. */
  accepted: Set<string>;
  /** Answers, duplicates included. */
  answers: number;
  /** Milliseconds of each answer. */
  latencies: number[];
  seconds: number;
}

export interface Deliveries {
  secret: string;
  /** Ids of the events, in the order in which they are sent; the same one may come more than once. */
  ids: readonly string[];
  /** Our reference that an event names. */
  referenceOf(id: string): string;
  clients: number;
}

/** Delivers events like a gateway: signed, several at a time, each client waiting for its answer. Ends with the server. */
export async function deliver(port: number, { secret, ids, referenceOf, clients }: Deliveries): Promise<Delivered> {
  const accepted = new Set<string>();
  const latencies: number[] = [];
  let answers = 0;
  let next = 0;
  const began = performance.now();
  const client = async (): Promise<void> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const answered = statusesOn(socket);
    for (let id = ids[next++]; id !== undefined; id = ids[next++]) {
      const start = performance.now();
      socket.write(requestOf(id, referenceOf(id), secret));
      const status = await answered();
      if (status === null) return;
      if (status !== 200) throw new Error(`The API answered ${status}.`);
      accepted.add(id);
      answers += 1;
      latencies.push(performance.now() - start);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { accepted, answers, latencies, seconds: (performance.now() - began) / 1_000 };
}

function requestOf(id: string, reference: string, secret: string): string {
  const seconds = Math.floor(Date.now() / 1_000);
  // The same event is the same body, whenever it is sent again.
  const body = JSON.stringify({ id, type: 'payment.succeeded', created: 1, mode: 'test', data: { reference } });
  const head = [
    'POST /webhooks/payments/sandbox HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `${SANDBOX_SIGNATURE_HEADER}: ${signTimestamped(body, secret, seconds)}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** The status of each answer on a connection, null once it is broken. */
function statusesOn(socket: Socket): () => Promise<number | null> {
  let received = '';
  let isBroken = false;
  let settle: ((status: number | null) => void) | undefined;
  const broken = (): void => {
    isBroken = true;
    settle?.(null);
  };
  socket.on('error', broken);
  socket.on('close', broken);
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, end))?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const status = Number(received.slice(9, 12));
    received = '';
    settle?.(status);
  });
  return () =>
    new Promise((resolve) => {
      settle = resolve;
      if (isBroken) resolve(null);
    });
}
