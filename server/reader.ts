import type { Role } from '../machines/events';
import type { ServerStore } from './ports';
import type { Locale } from './texts';
import type { Reader } from './to-api';

/** Who is answered about an account: hours are told in the account's own zone. */
export async function readerOf(
  accounts: ServerStore['accounts'],
  call: { locale: Locale; principal: { tenantId: string; role: Role } },
  accountId: string,
): Promise<Reader> {
  const { locale, principal } = call;
  const account = await accounts.find(principal.tenantId, accountId);
  return { locale, role: principal.role, timeZone: account?.timeZone ?? 'UTC' };
}
