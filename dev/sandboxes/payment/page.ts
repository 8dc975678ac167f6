import { failure, jsonReply, type SandboxReply, type SandboxRequest } from '../sandbox-server';
import type { PaymentBook } from './book';
import { confirmPayment, type GatewayAnswer } from './payments';
import { confirmSetup } from './setups';

/** The page where a customer confirms a payment (3-D Secure): GET shows it, POST answers; `outcome=refuse` declines. */

const PATH = /^\/(payments|setups)\/((?:pay|set)_[0-9a-f]{24})\/confirm$/;

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox bank</title>
<h1>Sandbox bank</h1><p>Do you confirm this payment?</p>
<form method="post"><button name="outcome" value="accept">Confirm</button>
<button name="outcome" value="refuse">Refuse</button></form></html>`;

/** `undefined` when the path is not a confirm page. */
export function serveConfirmPage(book: PaymentBook, request: SandboxRequest): SandboxReply | undefined {
  const [, folder, id = ''] = PATH.exec(request.path) ?? [];
  if (folder === undefined) return undefined;
  if (request.method === 'GET') return { kind: 'text', status: 200, type: 'text/html; charset=utf-8', text: PAGE };
  if (request.method !== 'POST') return failure(405, 'method_not_allowed');
  const accepted = Object(request.body).outcome !== 'refuse';
  const answer: GatewayAnswer =
    folder === 'payments' ? confirmPayment(book, id, accepted) : confirmSetup(book, id, accepted);
  book.save();
  return jsonReply(answer.status, answer.body);
}
