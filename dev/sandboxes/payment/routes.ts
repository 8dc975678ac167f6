import { z } from 'zod';
import { looksLikeCardNumber } from '../../../gateways/payment/card-data';
import { failure, jsonReply, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import { type PaymentBook, paymentById } from './book';
import { runCall } from './calls';
import type { Effect, FaultScript, GatewayOperation } from './faults';
import { CaptureRequest, capture, RefundRequest, refund, VoidRequest, voidAtGateway } from './followups';
import { type GatewayAnswer, makePayment, PaymentRequest, refuse, view } from './payments';
import { makeGatewaySetup, SetupRequest, setupView } from './setups';

/** The part of the sandbox gateway's API that a shop calls; `undefined` when the path is not one of its own. */

interface Command {
  schema: z.ZodType<{ reference: string }>;
  operation(body: unknown): GatewayOperation;
  run(book: PaymentBook, body: unknown, effect: Effect | undefined): GatewayAnswer;
}

function command<Body extends { reference: string }>(
  schema: z.ZodType<Body>,
  operation: GatewayOperation | ((body: Body) => GatewayOperation),
  act: (book: PaymentBook, body: Body, effect: Effect | undefined) => GatewayAnswer,
): Command {
  return {
    schema,
    operation: (body) => (typeof operation === 'string' ? operation : operation(schema.parse(body))),
    run: (book, body, effect) => act(book, schema.parse(body), effect),
  };
}

const COMMANDS = new Map<string, Command>([
  ['/setups', command(SetupRequest, 'setup', makeGatewaySetup)],
  ['/payments', command(PaymentRequest, ({ capture }) => (capture === 'now' ? 'charge' : 'authorize'), makePayment)],
  ['/captures', command(CaptureRequest, 'capture', capture)],
  ['/voids', command(VoidRequest, 'void', voidAtGateway)],
  ['/refunds', command(RefundRequest, 'refund', refund)],
]);

export interface ShopApi {
  book: PaymentBook;
  faults: FaultScript;
  apiKey: string | undefined;
  /** Own address, for the links of 3-D Secure. */
  url(): string;
}

export async function serveShop(api: ShopApi, request: SandboxRequest): Promise<SandboxReply | undefined> {
  const known = COMMANDS.get(request.path);
  if (known === undefined && request.path !== '/charges') return undefined;
  if (api.apiKey !== undefined && request.headers.authorization !== `Bearer ${api.apiKey}`) {
    return failure(401, 'unauthorised');
  }
  if (known === undefined) {
    return request.method === 'GET' ? listCharges(api.book, request.query) : failure(405, 'method_not_allowed');
  }
  if (request.method === 'GET') return withLink(await lookup(api, request), api.url());
  if (request.method !== 'POST') return failure(405, 'method_not_allowed');
  return withLink(await act(api, known, request), api.url());
}

const PAGE = 100;

/** Every time that money was taken since an instant, the oldest first. */
function listCharges(book: PaymentBook, query: URLSearchParams): SandboxReply {
  const [since, after] = [Date.parse(query.get('since') ?? ''), Number(query.get('after') ?? '0')];
  const taken = book.ledger.filter(
    ({ kind, sequence, at }) =>
      (kind === 'charge' || kind === 'capture') && sequence > after && Date.parse(at) >= since,
  );
  const page = taken.slice(0, PAGE);
  const charges = page.map(({ paymentId, reference, amount: captured, currency, at }) => ({
    reference: paymentById(book, paymentId)?.reference ?? reference,
    ...{ gatewayReference: paymentId, captured, currency, at },
  }));
  return jsonReply(200, { charges, next: taken.length > PAGE ? String(page.at(-1)?.sequence) : null });
}

async function act(api: ShopApi, known: Command, request: SandboxRequest): Promise<SandboxReply> {
  if (looksLikeCardNumber(JSON.stringify(request.body) ?? '')) return failure(422, 'card_data_refused');
  const parsed = known.schema.safeParse(request.body);
  const key = request.headers['idempotency-key'];
  if (!parsed.success || typeof key !== 'string') return failure(400, 'invalid_request');
  const body = parsed.data;
  return runCall(api.book, api.faults, {
    operation: known.operation(body),
    reference: body.reference,
    idempotency: { key, parameters: body },
    commit: (effect) => known.run(api.book, body, effect),
  });
}

async function lookup(api: ShopApi, request: SandboxRequest): Promise<SandboxReply> {
  const reference = request.query.get('reference') ?? '';
  return runCall(api.book, api.faults, {
    operation: 'lookup',
    reference,
    commit: () => {
      if (request.path === '/payments') {
        const payment = api.book.payments.get(reference);
        return payment === undefined ? refuse(404, 'payment_not_found') : view(payment);
      }
      const setup = request.path === '/setups' ? api.book.setups.get(reference) : undefined;
      return setup === undefined ? refuse(404, 'setup_not_found') : setupView(api.book, setup);
    },
  });
}

const Waiting = z.looseObject({ id: z.string(), status: z.literal('requires_action'), expiresAt: z.string() });

/** The link is made when answering: after a restart the sandbox may listen on another port. */
function withLink(reply: SandboxReply, url: string): SandboxReply {
  const waiting = reply.kind === 'json' ? Waiting.safeParse(reply.body) : undefined;
  if (reply.kind !== 'json' || !waiting?.success) return reply;
  const { id, expiresAt } = waiting.data;
  const folder = id.startsWith('set_') ? 'setups' : 'payments';
  return { ...reply, body: { ...waiting.data, action: { url: `${url}/${folder}/${id}/confirm`, expiresAt } } };
}
