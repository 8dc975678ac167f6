import type { Locale } from '../../../billing/facts/types';
import type { Role } from '../../../machines/events';
import type { OrderView } from '../../../workflows/contract';
import { type Caller, isStaff, speaksToBuyer } from '../../api/principal';
import { roleAt } from '../../identity/access';
import type { ServerStore } from '../../ports';
import type { QuoteReader } from './to-api';

/** Who reads an order: their language, the zone they count hours in, and what their role may do. */
export interface Reader extends QuoteReader {
  role: Role;
  /** Whether it is they who buy, so that a text about what comes next speaks to them. */
  isBuyer: boolean;
  /** Where somebody of ours reads: the language in which the customer is written to. */
  customersLocale: Locale | null;
}

/**
 * Who is answered about an account or an order of it. A token says that somebody is a billing contact; of which accounts, our data says,
 * and of one whose seats alone they manage they see what its seat administrators see. Hours are told in the account's zone; an order
 * that was refused does not know it.
 */
export async function readerOf(
  accounts: ServerStore['accounts'],
  caller: Caller & { locale: Locale },
  { accountId, home }: Pick<OrderView['details'], 'accountId'> & Partial<Pick<OrderView['details'], 'home'>>,
): Promise<Reader> {
  const { tenantId, role } = caller.principal;
  const isOurs = isStaff(caller.principal);
  const isAsked = !home || role === 'billing_contact' || isOurs;
  const account = isAsked ? await accounts.find(tenantId, accountId) : null;
  const { timeZone = 'UTC' } = home ?? account ?? {};
  const shown = role === 'billing_contact' && account !== null ? roleAt(caller, account) : role;
  return {
    locale: caller.locale,
    role: shown,
    timeZone,
    isBuyer: speaksToBuyer(caller) && shown !== 'seat_admin',
    customersLocale: isOurs ? (account?.locale ?? null) : null,
  };
}
