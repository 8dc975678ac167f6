import { z } from 'zod';
import { failure, jsonReply, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import type { GatewayBook } from './book';
import type { FaultScript } from './faults';
import { decline, restore, reverse, succeed } from './payments';
import type { GatewayPayment, GatewayStatus } from './types';
import { Behaviour, type WebhookSender } from './webhooks';

/** The other side of the counter: tests and the demo script faults, play the bank and read the ledger here. */

const About = z.strictObject({ payment: z.string(), code: z.string().default('bank_return') });
const Release = z.strictObject({ order: z.enum(['as_created', 'reversed']).default('as_created') });

export interface Bank {
  book: GatewayBook;
  faults: FaultScript;
  webhooks: WebhookSender;
}

type Handler = (bank: Bank, request: SandboxRequest) => SandboxReply | Promise<SandboxReply>;

const HANDLERS = new Map<string, Handler>([
  ['GET /livez', () => jsonReply(200, { ok: true })],
  ['GET /ledger', ({ book }, { query }) => jsonReply(200, { entries: ledgerOf(book, query) })],
  ['GET /events', ({ book }) => jsonReply(200, { events: book.events })],
  ['POST /script', ({ faults }, { body }) => done(() => faults.add(body))],
  ['DELETE /script', ({ faults }) => done(() => faults.clear())],
  ['POST /settle', onPayment('pending', succeed)],
  ['POST /fail', onPayment('pending', (book, payment, code) => decline(book, payment, code, false))],
  ['POST /reverse', onPayment('succeeded', reverse)],
  ['POST /restore', onPayment('reversed', (book, payment) => restore(book, payment))],
  ['POST /webhooks/behaviour', ({ webhooks }, { body }) => done(() => webhooks.behave(Behaviour.parse(body)))],
  ['POST /webhooks/release', ({ webhooks }, { body }) => done(() => webhooks.release(Release.parse(body ?? {}).order))],
]);

/** `undefined` when the path is not one of the bank's. A body of the wrong shape is 400. */
export async function serveBank(bank: Bank, request: SandboxRequest): Promise<SandboxReply | undefined> {
  const handler = HANDLERS.get(`${request.method} ${request.path}`);
  if (handler === undefined) return undefined;
  try {
    return await handler(bank, request);
  } catch (error) {
    if (error instanceof z.ZodError) return failure(400, 'invalid_request', { issues: error.issues });
    throw error;
  }
}

function ledgerOf(book: GatewayBook, query: URLSearchParams) {
  const kind = query.get('kind');
  const reference = query.get('reference');
  return book.ledger.filter(
    (entry) => (kind === null || entry.kind === kind) && (reference === null || entry.reference === reference),
  );
}

async function done(act: () => void | Promise<void>): Promise<SandboxReply> {
  await act();
  return jsonReply(200, {});
}

/** A deed of the bank on a payment of one of our references, in the only state that allows it. */
function onPayment(
  allowed: GatewayStatus,
  act: (book: GatewayBook, payment: GatewayPayment, code: string) => void,
): Handler {
  return ({ book }, { body }) => {
    const about = About.parse(body);
    const payment = book.payments.withReference(about.payment);
    if (payment === undefined) return failure(404, 'payment_not_found');
    if (payment.status !== allowed) return failure(409, `already_${payment.status}`);
    act(book, payment, about.code);
    book.save();
    return jsonReply(200, {});
  };
}
