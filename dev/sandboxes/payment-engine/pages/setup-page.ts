import { z } from 'zod';
import { failure, type SandboxReply, type SandboxRequest } from '../../sandbox-server';
import type { GatewayBook } from '../book';
import type { GatewayPage } from '../types';
import { isDebit, TEST_DETAILS, testDetailsOf } from './cards';
import { escaped, lastPage, pageReply } from './layout';
import { completePage, leavePage, pageStatus } from './page-states';
import { WORDS } from './words';

/** The page where a customer gives payment details: GET shows it, POST saves them or goes back. What is typed stays here. */

const SentSchema = z.object({ act: z.enum(['save', 'cancel']), number: z.string().max(60).default('') });

type Refusal = 'declined' | 'expired' | 'unknown';

/** @param keepsOpen a customer who turns back may come again */
export function serveSetupPage(
  book: GatewayBook,
  request: SandboxRequest,
  { page, keepsOpen }: { page: GatewayPage; keepsOpen: boolean },
): SandboxReply {
  const status = pageStatus(book, page);
  if (status !== 'open') return ended(page, status);
  if (request.method === 'GET') return asking(page);
  if (request.method !== 'POST') return failure(405, 'method_not_allowed');
  const sent = SentSchema.safeParse(request.body);
  if (!sent.success) return asking(page, 'unknown');
  if (sent.data.act === 'cancel') {
    if (!keepsOpen) leavePage(book, page);
    return { kind: 'redirect', location: page.returnUrl };
  }
  const details = testDetailsOf(sent.data.number);
  if (details === undefined || !page.kinds.includes(isDebit(details) ? 'bank_debit' : 'card')) {
    return asking(page, 'unknown');
  }
  if (typeof details.becomes === 'string') return asking(page, details.becomes);
  completePage(book, page, details.becomes);
  return { kind: 'redirect', location: page.returnUrl };
}

function ended(page: GatewayPage, status: 'completed' | 'cancelled' | 'expired'): SandboxReply {
  const { locale, returnUrl: back } = page;
  return lastPage(locale, { ...WORDS[locale].ended[status], back }, status === 'expired' ? 410 : 200);
}

function asking({ locale, kinds }: GatewayPage, refusal?: Refusal): SandboxReply {
  const { setup, refused, does } = WORDS[locale];
  const alert =
    refusal === undefined ? '' : `<p class="alert" role="alert" id="refusal">${escaped(refused[refusal])}</p>`;
  const invalid = refusal === undefined ? '' : ' aria-invalid="true" aria-describedby="refusal" autofocus';
  const takesDebit = kinds.includes('bank_debit');
  const debit = `<hr><form method="post"><label for="iban">${setup.iban}</label>
<input id="iban" name="number" autocomplete="off" required maxlength="60"><p class="small">${setup.mandate}</p>
<button class="plain" name="act" value="save">${setup.saveDebit}</button></form>`;
  const tests = TEST_DETAILS.filter((one) => takesDebit || !isDebit(one)).map(
    (one) => `<dt>${one.number}</dt><dd>${escaped(does[one.does])}</dd>`,
  );
  const content = `<p>${escaped(setup.lead)}</p>${alert}
<form method="post"><label for="number">${setup.number}</label>
<input id="number" name="number" inputmode="numeric" autocomplete="cc-number" required maxlength="60"${invalid}>
<div class="pair"><div><label for="expiry">${setup.expiry}</label><input id="expiry" autocomplete="cc-exp" maxlength="7"></div>
<div><label for="code">${setup.code}</label><input id="code" inputmode="numeric" autocomplete="cc-csc" maxlength="4"></div></div>
<button name="act" value="save">${setup.save}</button></form>${takesDebit ? debit : ''}
<hr><form method="post"><button class="plain" name="act" value="cancel">${setup.cancel}</button></form>
<details open><summary>${setup.tests}</summary><p class="small">${escaped(setup.anyRest)}</p><dl>${tests.join('')}</dl></details>`;
  return pageReply(locale, setup.title, content, refusal === undefined ? 200 : 422);
}
