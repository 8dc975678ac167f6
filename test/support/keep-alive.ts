import { randomUUID } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface KeptAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
  body: any;
}

export interface KeptCall {
  body?: unknown;
  wait?: number;
  idempotencyKey?: string;
}

/** A caller with one connection that it keeps for as long as it is let, as services and load balancers do. */
export class KeptConnection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #key: string;
  readonly #onBehalfOf: string;

  constructor(key: string, onBehalfOf: string) {
    this.#key = key;
    this.#onBehalfOf = onBehalfOf;
  }

  /** Rejects when the connection is refused, or cut before the whole answer has come. */
  ask(method: 'GET' | 'POST', address: string, { body, wait = 10, ...call }: KeptCall = {}): Promise<KeptAnswer> {
    const headers = {
      authorization: `Bearer ${this.#key}`,
      'avenant-on-behalf-of': this.#onBehalfOf,
      prefer: `wait=${wait}`,
      'idempotency-key': call.idempotencyKey ?? randomUUID(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(address, { method, headers, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          const { statusCode: status = 0 } = response;
          resolve({ status, headers: response.headers, body: text === '' ? null : JSON.parse(text) });
        });
      });
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
