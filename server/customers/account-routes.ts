import type { z } from 'zod';
import type { Account } from '../../billing/facts/types';
import { sum } from '../../billing/money/amounts';
import { present } from '../../billing/present';
import { ROLES } from '../../machines/events';
import { AccountListQuerySchema, AccountListSchema, AccountViewSchema } from '../../schemas/customers/accounts';
import { AccountPathSchema } from '../../schemas/facts/documents';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import type { Caller } from '../api/principal';
import { shownTo } from '../api/shown';
import { type Cursors, pageOf } from '../http/cursors';
import { type Access, roleAt, seesWholeTenant, standingAt } from '../identity/access';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

interface AccountParts extends Pick<ServerStore, 'accounts' | 'ledger' | 'settings'> {
  access: Access;
  trail: AuditTrail;
  cursors: Cursors;
}

/** Accounts as whoever is signed in finds them: a person their own, support all of the tenant. */
export const accountRoutes = (parts: AccountParts): MountedOperation[] => [
  operation('Accounts', 'GET /v1/accounts', {
    id: 'listAccounts',
    summary: 'List the accounts that you may see, by id',
    description: 'A person sees those whose billing contact or seat administrator they are; staff all of their tenant.',
    roles: ROLES,
    query: AccountListQuerySchema,
    answers: { 200: { description: 'One page; `next` is null on the last one.', schema: AccountListSchema } },
    handle: (call) => listAccounts(parts, call),
  }),
  operation('Accounts', 'GET /v1/accounts/{accountId}', {
    id: 'getAccount',
    summary: 'See an account: how it is billed, what stands on its balance, and who you are to it',
    roles: ROLES,
    params: AccountPathSchema,
    answers: { 200: { description: 'The account.', schema: AccountViewSchema } },
    handle: (call) => getAccount(parts, call),
  }),
];

async function listAccounts(
  { accounts, trail, cursors }: AccountParts,
  call: Call<unknown, z.output<typeof AccountListQuerySchema>>,
): Promise<Answer> {
  const { limit, cursor, search: beginning } = call.query;
  const { principal, person } = call;
  const { tenantId } = principal;
  const isWhole = seesWholeTenant(call) || person === null;
  const binding = JSON.stringify(['accounts', tenantId, isWhole ? null : person, beginning ?? null]);
  const [after] = cursors.read(binding, cursor);
  const from = present({ after, beginning });
  if (isWhole) await trail.noteRead(call, { of: 'accounts', id: beginning ?? 'all' });
  const found = isWhole
    ? await accounts.list(tenantId, limit + 1, from)
    : await accounts.listOfPerson(tenantId, person, limit + 1, from);
  const { shown, next } = pageOf(found, limit, ({ accountId }) => cursors.write(binding, [accountId]));
  return { status: 200, body: { items: shown.map((account) => outlineOf(account, call)), next } };
}

async function getAccount(
  { accounts: _, ledger, settings, access, trail }: AccountParts,
  call: Call<z.output<typeof AccountPathSchema>>,
): Promise<Answer> {
  const { accountId } = call.params;
  const account = await access.account(call, accountId, 'view');
  await trail.noteRead(call, { of: 'account', id: accountId });
  const { tenantId, currency, country, vatNumber, paymentMethod, pastDue, openInvoices = [] } = account;
  const [{ balance }, seller] = await Promise.all([ledger.head({ tenantId, accountId }), settings.read(tenantId)]);
  const billing = {
    currency,
    country,
    vatNumber: vatNumber === undefined ? null : maskedVatNumber(vatNumber),
    hasPaymentDetails: paymentMethod !== undefined,
    pastDue,
    openInvoicesUrl: account.openInvoicesUrl ?? seller.openInvoicesUrl,
    openInvoices: openInvoices.map(({ reference, amount, dueOn }) => ({
      reference,
      amount: { amount, currency },
      dueOn,
    })),
    balance: { amount: sum([balance], currency), currency },
  };
  const body = { ...outlineOf(account, call), billing };
  return { status: 200, body: shownTo(roleAt(call, account), AccountViewSchema, body) };
}

function outlineOf(account: Account, caller: Caller) {
  const { accountId, companyName, kind, locale, timeZone } = account;
  return { accountId, name: companyName ?? null, kind, locale, timeZone, role: standingAt(caller, account) };
}

/** So much is left to see that its owner knows it again: its country, and its last three. */
const maskedVatNumber = (number: string): string => number.replaceAll(/(?<=^..+).(?=.{3})/g, '*');
