import { type GatewayBook, newId, secondsOf } from '../book';
import { saveMethod } from '../setups';
import type { GatewayPage, MethodConduct } from '../types';

/** Pages on which payment details are given: opened, completed, left, closed by the clock. */

export type PageDemand = Pick<GatewayPage, 'reference' | 'customer' | 'returnUrl' | 'expiresAt' | 'locale' | 'kinds'> &
  Partial<Pick<GatewayPage, 'metadata'>>;

export function addPage(book: GatewayBook, prefix: string, demand: PageDemand): GatewayPage {
  const made: GatewayPage = { id: newId(prefix), created: secondsOf(book), status: 'open', metadata: {}, ...demand };
  book.pages.add(made);
  return made;
}

/** As it is now: nobody has to close a page that is over. */
export const pageStatus = (book: GatewayBook, { status, expiresAt }: GatewayPage): GatewayPage['status'] | 'expired' =>
  status === 'open' && Date.parse(expiresAt) <= book.now() ? 'expired' : status;

/** Keeps the details for the customer. The number that was typed is known to nobody afterwards. */
export function completePage(book: GatewayBook, page: GatewayPage, conduct: MethodConduct): void {
  const { token } = saveMethod(book, { token: '', customer: page.customer, created: secondsOf(book), ...conduct });
  page.status = 'completed';
  page.method = token;
  book.tell({ about: 'page', now: 'completed', page });
  book.save();
}

export function leavePage(book: GatewayBook, page: GatewayPage): void {
  page.status = 'cancelled';
  book.save();
}
