import { failure, jsonReply, type SandboxReply, type SandboxRequest } from '../../sandbox-server';
import type { GatewayBook } from '../book';
import { decline, succeed } from '../payments';
import type { GatewayPayment, GatewaySetup } from '../types';
import { escaped, isBrowser, languageOf, lastPage, pageReply } from './layout';
import { type PageLanguage, WORDS } from './words';

/** The page where a customer confirms a payment or payment details (3-D Secure): GET shows it, POST answers. */

type JsonReply = ReturnType<typeof jsonReply>;
type Subject = GatewayPayment | GatewaySetup;

/**
 * A browser is sent back to the page that the payment names, whatever its answer. For a program the HTTP status says whether the
 * answer counted: repeating one changes nothing, too late is 410.
 */
export function serveConfirmPage(book: GatewayBook, request: SandboxRequest, id: string): SandboxReply {
  const subject = book.payments.withId(id) ?? book.setups.withId(id);
  if (subject === undefined) return failure(404, 'not_found');
  const language = languageOf(request);
  if (request.method === 'GET') return isOpen(book, subject) ? asking(language, subject) : late(language, subject);
  if (request.method !== 'POST') return failure(405, 'method_not_allowed');
  const accepted = Object(request.body).outcome !== 'refuse';
  const reply = answer(book, subject, accepted);
  book.save();
  return isBrowser(request) ? forBrowser(language, subject, { accepted, reply }) : reply;
}

const isOpen = (book: GatewayBook, { status, expiresAt }: Subject): boolean =>
  status === 'requires_action' && (expiresAt === undefined || Date.parse(expiresAt) > book.now());

function asking(language: PageLanguage, subject: Subject): SandboxReply {
  const { confirm } = WORDS[language];
  const sum = 'amount' in subject ? `<p class="sum">${escaped(moneyText(language, subject))}</p>` : '';
  const content = `${sum}<p>${escaped(confirm.lead)}</p>
<form method="post"><button name="outcome" value="accept">${confirm.accept}</button>
<button class="plain" name="outcome" value="refuse">${confirm.refuse}</button></form>`;
  return pageReply(language, 'amount' in subject ? confirm.payment : confirm.setup, content);
}

const late = (language: PageLanguage, { returnUrl }: Subject): SandboxReply =>
  lastPage(language, { ...WORDS[language].confirm.late, back: returnUrl }, 410);

function forBrowser(
  language: PageLanguage,
  subject: Subject,
  { accepted, reply }: { accepted: boolean; reply: JsonReply },
): SandboxReply {
  if (reply.status !== 200) return late(language, subject);
  if (subject.returnUrl !== undefined) return { kind: 'redirect', location: subject.returnUrl };
  const { confirm } = WORDS[language];
  return lastPage(language, { ...(accepted ? confirm.accepted : confirm.refused), back: undefined });
}

function moneyText(language: PageLanguage, { amount, currency }: GatewayPayment): string {
  const format = new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function answer(book: GatewayBook, subject: Subject, accepted: boolean): JsonReply {
  const { status } = subject;
  if (status === 'succeeded' || status === 'authorized') return jsonReply(200, { status });
  if (status !== 'requires_action') return failure(410, `link_${status}`);
  if (!isOpen(book, subject)) return failure(410, 'link_expired');
  if (!('amount' in subject)) answerSetup(book, subject, accepted);
  else if (accepted) succeed(book, subject);
  else decline(book, subject, 'authentication_failed', true);
  return jsonReply(200, { status: subject.status });
}

function answerSetup(book: GatewayBook, setup: GatewaySetup, accepted: boolean): void {
  setup.status = accepted ? 'succeeded' : 'declined';
  if (!accepted) setup.code = 'authentication_failed';
  book.tell({ about: 'setup', now: setup.status, setup });
}
