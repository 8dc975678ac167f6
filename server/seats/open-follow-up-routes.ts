import type { z } from 'zod';
import { STAFF } from '../../machines/events';
import { PageQuerySchema } from '../../schemas/api/requests';
import { type OpenFollowUps, OpenFollowUpsSchema } from '../../schemas/seats/open-follow-ups';
import { freeSeatsOf } from '../../store/facts/free-seats';
import type { SeatFollowUp } from '../../store/facts/seat-follow-ups';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { type Cursors, pageOf } from '../http/cursors';
import type { ServerStore } from '../ports';

type ListCall = Call<unknown, z.output<typeof PageQuerySchema>>;

interface OpenFollowUpParts extends Pick<ServerStore, 'seatFollowUps' | 'subscriptions' | 'accounts' | 'products'> {
  cursors: Cursors;
}

export const openFollowUpRoutes = (parts: OpenFollowUpParts): MountedOperation[] => [
  operation('Seats', 'GET /v1/seat-follow-ups', {
    id: 'listSeatFollowUps',
    summary: 'List new seats that nobody uses yet, those bought first at the top',
    roles: STAFF,
    query: PageQuerySchema,
    description:
      'A follow-up that has sent its last reminder stays until its support item is closed, or none of its seats is free.',
    answers: { 200: { description: 'One page; `next` is null on the last one.', schema: OpenFollowUpsSchema } },
    handle: (call) => list(parts, call),
  }),
];

async function list(parts: OpenFollowUpParts, { principal, query }: ListCall): Promise<Answer> {
  const { tenantId } = principal;
  const { limit, cursor } = query;
  const binding = `seat-follow-ups:${tenantId}`;
  const [at = '', subscriptionId = ''] = parts.cursors.read(binding, cursor);
  const after = cursor === undefined ? undefined : { openedAt: new Date(at), subscriptionId };
  const found = await parts.seatFollowUps.list(tenantId, limit + 1, after);
  const cursorAfter = (last: SeatFollowUp) =>
    parts.cursors.write(binding, [last.openedAt.toISOString(), last.subscriptionId]);
  const { shown, next } = pageOf(found, limit, cursorAfter);
  return { status: 200, body: { items: await inWords(parts, tenantId, shown), next } };
}

/** One look-up a kind, however many are shown. */
async function inWords(
  { subscriptions, accounts, products }: OpenFollowUpParts,
  tenantId: string,
  shown: readonly SeatFollowUp[],
): Promise<OpenFollowUps['items']> {
  const found = await subscriptions.list(
    tenantId,
    shown.map(({ subscriptionId }) => subscriptionId),
  );
  const [accountNames, productNames] = await Promise.all([
    accounts.listNames(
      tenantId,
      found.map(({ accountId }) => accountId),
    ),
    products.listNames(
      tenantId,
      found.map(({ productId }) => productId),
    ),
  ]);
  const byId = new Map(found.map((subscription) => [subscription.subscriptionId, subscription]));
  return shown.map((followUp) => {
    const { subscriptionId, remindersSent, nextReminderAt, isExhausted, openedAt } = followUp;
    const subscription = byId.get(subscriptionId);
    const { accountId = null, productId = '', seats = 0, assignedSeats = 0 } = subscription ?? {};
    return {
      subscriptionId,
      accountId,
      accountName: accountNames.get(accountId ?? '') ?? null,
      product: productNames.get(productId) ?? null,
      bought: seats,
      assigned: assignedSeats,
      free: subscription === undefined ? 0 : freeSeatsOf(subscription),
      remindersSent,
      nextReminderAt: nextReminderAt?.toISOString() ?? null,
      exhausted: isExhausted,
      openedAt: openedAt.toISOString(),
    };
  });
}
