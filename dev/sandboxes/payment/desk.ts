import { z } from 'zod';
import { failure, jsonReply, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import type { PaymentBook, SandboxPayment } from './book';
import type { FaultScript } from './faults';
import { fail, type GatewayAnswer, Reference, restore, reverse, settleAtGateway } from './payments';
import { Behaviour, type WebhookSender } from './webhooks';

/** The other side of the counter: tests and the demo script faults, play the bank and read the ledger here. */

const About = z.strictObject({ payment: Reference, code: z.string().default('bank_return') });
const Release = z.strictObject({ order: z.enum(['as_created', 'reversed']).default('as_created') });

export interface Desk {
  book: PaymentBook;
  faults: FaultScript;
  webhooks: WebhookSender;
}

type Handler = (desk: Desk, request: SandboxRequest) => SandboxReply | Promise<SandboxReply>;

const HANDLERS = new Map<string, Handler>([
  ['GET /livez', () => jsonReply(200, { ok: true })],
  ['GET /ledger', ({ book }, { query }) => jsonReply(200, { entries: ledgerOf(book, query) })],
  ['GET /events', ({ book }) => jsonReply(200, { events: book.events })],
  ['POST /script', ({ faults }, { body }) => done(() => faults.add(body))],
  ['DELETE /script', ({ faults }) => done(() => faults.clear())],
  ['POST /settle', onPayment((book, payment) => settleAtGateway(book, payment))],
  ['POST /fail', onPayment(fail)],
  ['POST /reverse', onPayment(reverse)],
  ['POST /restore', onPayment((book, payment) => restore(book, payment))],
  ['POST /webhooks/behaviour', ({ webhooks }, { body }) => done(() => webhooks.behave(Behaviour.parse(body)))],
  [
    'POST /webhooks/release',
    async ({ webhooks }, { body }) => {
      await webhooks.release(Release.parse(body ?? {}).order);
      return jsonReply(200, {});
    },
  ],
]);

/** `undefined` when the path is not one of the desk's. A body of the wrong shape is 400. */
export async function serveDesk(desk: Desk, request: SandboxRequest): Promise<SandboxReply | undefined> {
  const handler = HANDLERS.get(`${request.method} ${request.path}`);
  if (handler === undefined) return undefined;
  try {
    return await handler(desk, request);
  } catch (error) {
    if (error instanceof z.ZodError) return failure(400, 'invalid_request', { issues: error.issues });
    throw error;
  }
}

function ledgerOf(book: PaymentBook, query: URLSearchParams) {
  const kind = query.get('kind');
  const reference = query.get('reference');
  return book.ledger.filter(
    (entry) => (kind === null || entry.kind === kind) && (reference === null || entry.reference === reference),
  );
}

function done(act: () => void): SandboxReply {
  act();
  return jsonReply(200, {});
}

function onPayment(act: (book: PaymentBook, payment: SandboxPayment, code: string) => GatewayAnswer): Handler {
  return ({ book }, { body }) => {
    const about = About.parse(body);
    const payment = book.payments.get(about.payment);
    if (payment === undefined) return failure(404, 'payment_not_found');
    const answer = act(book, payment, about.code);
    book.save();
    return jsonReply(answer.status, answer.body);
  };
}
