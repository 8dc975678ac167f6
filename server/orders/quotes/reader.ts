import type { Locale } from '../../../billing/facts/types';
import type { Role } from '../../../machines/events';
import type { OrderView } from '../../../workflows/contract';
import type { ServerStore } from '../../ports';
import type { QuoteReader } from './to-api';

/** Who reads an order: their language, the zone they count hours in, and what their role may do. */
export interface Reader extends QuoteReader {
  role: Role;
}

/** Who is answered about an account or an order of it. Hours are told in the account's zone; an order that was refused does not know it. */
export async function readerOf(
  accounts: ServerStore['accounts'],
  { locale, principal: { tenantId, role } }: { locale: Locale; principal: { tenantId: string; role: Role } },
  { accountId, home }: Pick<OrderView['details'], 'accountId'> & Partial<Pick<OrderView['details'], 'home'>>,
): Promise<Reader> {
  const zoned = home ?? (await accounts.find(tenantId, accountId));
  return { locale, role, timeZone: zoned?.timeZone ?? 'UTC' };
}
