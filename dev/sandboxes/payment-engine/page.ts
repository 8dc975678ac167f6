import { failure, jsonReply, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import type { GatewayBook } from './book';
import { decline, succeed } from './payments';
import type { GatewaySetup } from './types';

/** The page where a customer confirms a payment or payment details (3-D Secure): GET shows it, POST answers. */

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox bank</title>
<h1>Sandbox bank</h1><p>Do you confirm this payment?</p>
<form method="post"><button name="outcome" value="accept">Confirm</button>
<button name="outcome" value="refuse">Refuse</button></form></html>`;

/** The HTTP status says whether the answer counted: repeating one changes nothing, too late is 410. */
export function serveCustomerPage(book: GatewayBook, request: SandboxRequest, id: string): SandboxReply {
  if (request.method === 'GET') return { kind: 'text', status: 200, type: 'text/html; charset=utf-8', text: PAGE };
  if (request.method !== 'POST') return failure(405, 'method_not_allowed');
  const reply = answer(book, id, Object(request.body).outcome !== 'refuse');
  book.save();
  return reply;
}

function answer(book: GatewayBook, id: string, accepted: boolean): SandboxReply {
  const [payment, setup] = [book.payments.withId(id), book.setups.withId(id)];
  const subject = payment ?? setup;
  if (subject === undefined) return failure(404, 'not_found');
  const { status } = subject;
  if (status === 'succeeded' || status === 'authorized') return jsonReply(200, { status });
  if (status !== 'requires_action') return failure(410, `link_${status}`);
  if (Date.parse(subject.expiresAt ?? '') <= book.now()) return failure(410, 'link_expired');
  if (setup !== undefined) answerSetup(book, setup, accepted);
  else if (payment !== undefined && accepted) succeed(book, payment);
  else if (payment !== undefined) decline(book, payment, 'authentication_failed', true);
  return jsonReply(200, { status: subject.status });
}

function answerSetup(book: GatewayBook, setup: GatewaySetup, accepted: boolean): void {
  setup.status = accepted ? 'succeeded' : 'declined';
  if (!accepted) setup.code = 'authentication_failed';
  book.tell({ about: 'setup', now: setup.status, setup });
}
