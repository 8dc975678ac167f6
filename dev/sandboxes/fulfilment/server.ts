import { setMaxListeners } from 'node:events';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { FULFILMENT_SIGNATURE_HEADER } from '../../../gateways/fulfilment/callback';
import { failure, isLoopback, jsonReply, listen, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import { deliverSigned } from '../signed-delivery';
import { FulfilmentFault, type FulfilmentFaultInput, takeFault, withFault } from './faults';
import { type Decision, type FulfilledOrder, type FulfilmentBook, fulfilmentBook } from './orders';

/** A fulfilment service that takes its time: an order stays pending until `POST /confirm/{reference}`. */

export interface FulfilmentSandboxOptions {
  /** Free port when left out. */
  port?: number | undefined;
  /** Done at once instead of pending. */
  immediate?: boolean | undefined;
  /** Told of each confirmation or rejection; must be on this machine. */
  callback?: { url: string; secret: string } | undefined;
}

export interface FulfilmentSandbox {
  url: string;
  /** Every order taken, in order; each reference once. */
  orders(): FulfilledOrder[];
  script(...faults: FulfilmentFaultInput[]): void;
  /** Both resolve after the callback, if there is one, was delivered. Throw Error for an unknown reference. */
  confirm(reference: string): Promise<void>;
  reject(reference: string, code: string): Promise<void>;
  close(): Promise<void>;
}

const DECISION = /^\/(confirm|reject)\/([^/]+)$/;
const Rejection = z.object({ code: z.string() }).catch({ code: 'rejected' });

/** Starts the service on 127.0.0.1. Throws RangeError for a callback to another machine. */
export async function startFulfilmentSandbox(options: FulfilmentSandboxOptions = {}): Promise<FulfilmentSandbox> {
  const orders = fulfilmentBook(options.immediate ?? false);
  const faults: FulfilmentFault[] = [];
  const callback = callbackSender(options.callback);
  const decide = async (reference: string, decision: Decision): Promise<void> => {
    if (!orders.decide(reference, decision)) throw new UnknownOrder(`no order ${reference}`);
    await callback.tell(reference);
  };
  const server = await listen((request) => serve(request, orders, faults, decide), options.port);
  return {
    url: server.url,
    orders: orders.all,
    script: (...wanted) => arm(faults, wanted),
    confirm: (reference) => decide(reference, { status: 'done' }),
    reject: (reference, code) => decide(reference, { status: 'rejected', code }),
    close: async () => {
      callback.close();
      await server.close();
    },
  };
}

class UnknownOrder extends Error {}

async function serve(
  request: SandboxRequest,
  orders: FulfilmentBook,
  faults: FulfilmentFault[],
  decide: (reference: string, decision: Decision) => Promise<void>,
): Promise<SandboxReply> {
  if (request.path === '/livez') return jsonReply(200, { ok: true });
  if (request.path === '/orders') return withFault(takeFault(faults), () => orders.serve(request));
  try {
    if (request.path === '/script') arm(faults, [request.body].flat());
    else {
      const [, verb, reference = ''] = (request.method === 'POST' && DECISION.exec(request.path)) || [];
      if (verb === undefined) return failure(404, 'no_such_path');
      const rejected = { status: 'rejected' as const, ...Rejection.parse(request.body) };
      await decide(decodeURIComponent(reference), verb === 'confirm' ? { status: 'done' } : rejected);
    }
    return jsonReply(200, {});
  } catch (error) {
    return error instanceof UnknownOrder ? failure(404, 'order_not_found') : failure(400, 'invalid_request');
  }
}

function arm(faults: FulfilmentFault[], wanted: unknown[]): void {
  faults.push(...wanted.map((fault) => FulfilmentFault.parse(fault)));
}

function callbackSender(target: FulfilmentSandboxOptions['callback']) {
  if (target !== undefined && !isLoopback(target.url)) throw new RangeError('a sandbox calls this machine only');
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  let told = 0;
  return {
    async tell(reference: string): Promise<void> {
      told += 1;
      const body = JSON.stringify({ id: `ful_evt_${told}`, reference });
      if (target) await deliverSigned({ ...target, header: FULFILMENT_SIGNATURE_HEADER }, body, closing.signal);
    },
    close: () => closing.abort(),
  };
}

/** `tsx dev/sandboxes/fulfilment/server.ts --port 4020`; prints `{"url": …}` when it listens. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      immediate: { type: 'boolean' },
      'callback-url': { type: 'string' },
      'callback-secret': { type: 'string' },
    },
  });
  const url = values['callback-url'];
  const secret = values['callback-secret'];
  const sandbox = await startFulfilmentSandbox({
    port: values.port === undefined ? undefined : Number(values.port),
    immediate: values.immediate,
    callback: url !== undefined && secret !== undefined ? { url, secret } : undefined,
  });
  process.stdout.write(`${JSON.stringify({ url: sandbox.url })}\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
