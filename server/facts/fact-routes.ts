import type { z } from 'zod';
import { sum } from '../../billing/money/amounts';
import { ROLES, type Role } from '../../machines/events';
import { AccountPathSchema } from '../../schemas/facts/documents';
import { LedgerPageSchema, LedgerQuerySchema } from '../../schemas/facts/views';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { type Cursors, pageOf } from '../http/cursors';
import { text } from '../http/texts';
import type { Access } from '../identity/access';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

type LedgerCall = Call<z.output<typeof AccountPathSchema>, z.output<typeof LedgerQuerySchema>>;

const MONEY_READERS: readonly Role[] = ROLES.filter((role) => role !== 'seat_admin');

interface FactParts extends Pick<ServerStore, 'ledger'> {
  access: Access;
  trail: AuditTrail;
  cursors: Cursors;
}

/** The movements of an account's balance. */
export const factRoutes = ({ ledger, access, trail, cursors }: FactParts): MountedOperation[] => [
  operation('Accounts', 'GET /v1/accounts/{accountId}/ledger', {
    id: 'getLedger',
    summary: 'See the balance of an account and its movements, the oldest or the newest first',
    roles: MONEY_READERS,
    params: AccountPathSchema,
    query: LedgerQuerySchema,
    answers: { 200: { description: 'The balance and one page of entries.', schema: LedgerPageSchema } },
    handle: (call) => getLedger({ ledger, access, trail, cursors }, call),
  }),
];

async function getLedger({ ledger, access, trail, cursors }: FactParts, call: LedgerCall): Promise<Answer> {
  const { accountId } = call.params;
  const { limit, cursor, order } = call.query;
  const { currency, tenantId } = await access.account(call, accountId, 'buy');
  await trail.noteRead(call, { of: 'ledger', id: accountId });
  const binding = `ledger:${tenantId}:${accountId}:${order}`;
  const [last] = cursors.read(binding, cursor);
  const head = await ledger.head({ tenantId, accountId });
  const found =
    order === 'asc'
      ? await ledger.list({ tenantId, accountId }, Number(last ?? 0), limit + 1)
      : await ledger.listLatest({ tenantId, accountId }, Number(last ?? Number.MAX_SAFE_INTEGER), limit + 1);
  const { shown, next } = pageOf(found, limit, ({ sequence }) => cursors.write(binding, [String(sequence)]));
  const items = shown.map((entry) => ({
    sequence: entry.sequence,
    kind: entry.kind,
    text: text(call.locale, `ledgerKind.${entry.kind}`) ?? entry.kind,
    reference: entry.reference,
    changeId: entry.changeId,
    amount: { amount: entry.amount, currency: entry.currency },
    balanceAfter: { amount: entry.balanceAfter, currency: entry.currency },
    at: entry.at.toISOString(),
  }));
  return {
    status: 200,
    body: { accountId, balance: { amount: sum([head.balance], currency), currency }, items, next },
  };
}
