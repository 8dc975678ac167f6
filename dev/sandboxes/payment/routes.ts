import { z } from 'zod';
import { holdsCardNumber } from '../../../machines/card-number';
import { runCall } from '../payment-engine/calls';
import type { PaymentEngine } from '../payment-engine/engine';
import type { Effect, GatewayOperation } from '../payment-engine/faults';
import type { GatewayAnswer } from '../payment-engine/types';
import { failure, jsonReply, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import { refuse } from './dialect';
import {
  CaptureRequestSchema,
  RefundRequestSchema,
  requestCapture,
  requestRefund,
  requestVoid,
  VoidRequestSchema,
} from './followups';
import { PageRequestSchema, requestPage, viewOfPage } from './pages';
import { PaymentRequestSchema, requestPayment } from './payments';
import { requestSetup, SetupRequestSchema, viewOfSetup } from './setups';

/** The part of the sandbox gateway's API that a shop calls; `undefined` when the path is not one of its own. */

interface Command {
  schema: z.ZodType<{ reference: string }>;
  operation(body: unknown): GatewayOperation;
  run(engine: PaymentEngine, body: unknown, effect: Effect | undefined): GatewayAnswer;
}

function command<Body extends { reference: string }>(
  schema: z.ZodType<Body>,
  operation: GatewayOperation | ((body: Body) => GatewayOperation),
  act: (engine: PaymentEngine, body: Body, effect: Effect | undefined) => GatewayAnswer,
): Command {
  return {
    schema,
    operation: (body) => (typeof operation === 'string' ? operation : operation(schema.parse(body))),
    run: (engine, body, effect) => act(engine, schema.parse(body), effect),
  };
}

const COMMANDS = new Map<string, Command>([
  ['/setups', command(SetupRequestSchema, 'setup', requestSetup)],
  ['/setup-pages', command(PageRequestSchema, 'setup_page', requestPage)],
  [
    '/payments',
    command(PaymentRequestSchema, ({ capture }) => (capture === 'now' ? 'charge' : 'authorize'), requestPayment),
  ],
  ['/captures', command(CaptureRequestSchema, 'capture', requestCapture)],
  ['/voids', command(VoidRequestSchema, 'void', requestVoid)],
  ['/refunds', command(RefundRequestSchema, 'refund', requestRefund)],
]);

/** @param apiKey asked for as bearer token when given */
export async function serveShop(
  engine: PaymentEngine,
  request: SandboxRequest,
  apiKey: string | undefined,
): Promise<SandboxReply | undefined> {
  const known = COMMANDS.get(request.path);
  if (known === undefined && request.path !== '/charges') return undefined;
  if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
    return failure(401, 'unauthorised');
  }
  if (known === undefined) {
    return request.method === 'GET' ? listCharges(engine, request.query) : failure(405, 'method_not_allowed');
  }
  if (request.method === 'GET') return withLink(await lookup(engine, request), engine.url());
  if (request.method !== 'POST') return failure(405, 'method_not_allowed');
  return withLink(await act(engine, known, request), engine.url());
}

const PAGE = 100;

/** Every time that money was taken since an instant, the oldest first. */
function listCharges({ book }: PaymentEngine, query: URLSearchParams): SandboxReply {
  const [since, after] = [Date.parse(query.get('since') ?? ''), Number(query.get('after') ?? '0')];
  const taken = book.ledger.filter(
    ({ kind, sequence, at }) =>
      (kind === 'charge' || kind === 'capture') && sequence > after && Date.parse(at) >= since,
  );
  const page = taken.slice(0, PAGE);
  const charges = page.map(({ paymentId, reference, amount: captured, currency, at }) => ({
    reference: book.payments.withId(paymentId)?.reference ?? reference,
    gatewayReference: paymentId,
    captured,
    currency,
    at,
  }));
  return jsonReply(200, { charges, next: taken.length > PAGE ? String(page.at(-1)?.sequence) : null });
}

async function act(engine: PaymentEngine, known: Command, request: SandboxRequest): Promise<SandboxReply> {
  if (holdsCardNumber(request.body)) return failure(422, 'card_data_refused');
  const parsed = known.schema.safeParse(request.body);
  const key = request.headers['idempotency-key'];
  if (!parsed.success || typeof key !== 'string') return failure(400, 'invalid_request');
  const body = parsed.data;
  return runCall(engine, {
    operation: known.operation(body),
    reference: body.reference,
    // The same call, wherever its customer is sent afterwards.
    idempotency: { key, request: { ...body, returnUrl: undefined } },
    commit: (effect) => known.run(engine, body, effect),
  });
}

async function lookup(engine: PaymentEngine, request: SandboxRequest): Promise<SandboxReply> {
  const { payments, setups } = engine.book;
  const reference = request.query.get('reference') ?? '';
  return runCall(engine, {
    operation: 'lookup',
    reference,
    commit: () => {
      if (request.path === '/payments') {
        const payment = payments.withReference(reference);
        return payment === undefined ? refuse(404, 'payment_not_found') : { status: 200, body: payment };
      }
      if (request.path === '/setup-pages') {
        const page = engine.book.pages.withReference(reference);
        return page === undefined ? refuse(404, 'page_not_found') : viewOfPage(engine, page);
      }
      const setup = request.path === '/setups' ? setups.withReference(reference) : undefined;
      return setup === undefined ? refuse(404, 'setup_not_found') : viewOfSetup(engine.book, setup);
    },
  });
}

const WaitingSchema = z.looseObject({ id: z.string(), status: z.literal('requires_action'), expiresAt: z.string() });

/** The link is made when answering: after a restart the sandbox may listen on another port. */
function withLink(reply: SandboxReply, url: string): SandboxReply {
  const waiting = reply.kind === 'json' ? WaitingSchema.safeParse(reply.body) : undefined;
  if (reply.kind !== 'json' || !waiting?.success) return reply;
  const { id, expiresAt } = waiting.data;
  const folder = id.startsWith('set_') ? 'setups' : 'payments';
  return { ...reply, body: { ...waiting.data, action: { url: `${url}/${folder}/${id}/confirm`, expiresAt } } };
}
