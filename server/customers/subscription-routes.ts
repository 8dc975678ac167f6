import type { z } from 'zod';
import type { Account, Locale } from '../../billing/facts/types';
import { ROLES } from '../../machines/events';
import {
  SubscriptionListQuerySchema,
  SubscriptionListSchema,
  SubscriptionViewSchema,
} from '../../schemas/customers/subscriptions';
import { SubscriptionPathSchema } from '../../schemas/facts/documents';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { type Caller, speaksToBuyer } from '../api/principal';
import { shownTo } from '../api/shown';
import { type Cursors, pageOf } from '../http/cursors';
import { Problem } from '../http/problem';
import { type Access, roleAt } from '../identity/access';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';
import { type SubscriptionSources, subscriptionViews } from './subscription-view';

interface SubscriptionParts extends SubscriptionSources, Pick<ServerStore, 'accounts' | 'subscriptions'> {
  access: Access;
  trail: AuditTrail;
  cursors: Cursors;
  now(): Date;
}

/** Subscriptions as they are now, with their next bill and what is under way. */
export const subscriptionRoutes = (parts: SubscriptionParts): MountedOperation[] => [
  operation('Subscriptions', 'GET /v1/subscriptions', {
    id: 'listSubscriptions',
    summary: 'List the subscriptions of an account, by id',
    roles: ROLES,
    query: SubscriptionListQuerySchema,
    answers: { 200: { description: 'One page; `next` is null on the last one.', schema: SubscriptionListSchema } },
    handle: (call) => listSubscriptions(parts, call),
  }),
  operation('Subscriptions', 'GET /v1/subscriptions/{subscriptionId}', {
    id: 'getSubscription',
    summary: 'See a subscription as it is now',
    roles: ROLES,
    params: SubscriptionPathSchema,
    answers: { 200: { description: 'The subscription.', schema: SubscriptionViewSchema } },
    handle: (call) => getSubscription(parts, call),
  }),
];

async function listSubscriptions(
  parts: SubscriptionParts,
  call: Call<unknown, z.output<typeof SubscriptionListQuerySchema>>,
): Promise<Answer> {
  const { access, trail, cursors, subscriptions, now } = parts;
  const { accountId, limit, cursor } = call.query;
  const account = await access.account(call, accountId, 'view');
  const { tenantId } = account;
  await trail.noteRead(call, { of: 'subscriptions', id: accountId });
  const binding = `subscriptions:${tenantId}:${accountId}`;
  const [after = ''] = cursors.read(binding, cursor);
  const found = await subscriptions.listHeld({ tenantId, accountId }, after, limit + 1);
  const idOf = ({ subscription }: (typeof found)[number]): string => subscription.subscriptionId;
  const { shown, next } = pageOf(found, limit, (last) => cursors.write(binding, [idOf(last)]));
  const views = await subscriptionViews(parts, shown, { account, ...readerAt(call, account), at: now() });
  const items = views.map(({ billedLines: _, version: __, anchorDay: ___, anchorDate: ____, ...item }) => item);
  return { status: 200, body: shownTo(roleAt(call, account), SubscriptionListSchema, { items, next }) };
}

async function getSubscription(
  parts: SubscriptionParts,
  call: Call<z.output<typeof SubscriptionPathSchema>>,
): Promise<Answer> {
  const { access, accounts, subscriptions, trail, now } = parts;
  const { subscriptionId } = call.params;
  const { tenantId, accountId } = await access.subscription(call, subscriptionId, 'view');
  const [held, account] = await Promise.all([
    subscriptions.findHeld({ tenantId, subscriptionId }),
    accounts.find(tenantId, accountId),
  ]);
  if (held === null || account === null) throw new Problem('not_found');
  await trail.noteRead(call, { of: 'subscription', id: subscriptionId });
  const [view] = await subscriptionViews(parts, [held], { account, ...readerAt(call, account), at: now() });
  return { status: 200, body: shownTo(roleAt(call, account), SubscriptionViewSchema, view) };
}

/** Whoever looks after the seats alone buys nothing. */
const readerAt = (call: Caller & { locale: Locale }, account: Account) => ({
  locale: call.locale,
  isBuyer: speaksToBuyer(call) && roleAt(call, account) !== 'seat_admin',
});
