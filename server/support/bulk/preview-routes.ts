import type { Locale } from '../../../billing/facts/types';
import { bulkNeedsSecondPerson } from '../../../machines/bulk';
import type { OrderEvent } from '../../../machines/events';
import { stepFacts } from '../../../machines/subscription-change/step-table';
import { type BulkPreview, BulkPreviewSchema, type TriedBulk, TriedBulkSchema } from '../../../schemas/support/bulk';
import type { OrderSeen } from '../../../store/support/bulks';
import type { OrderForesight } from '../../../workflows/contract';
import { type Call, type Handled, type MountedOperation, operation } from '../../api/operation';
import { actorOf } from '../../api/principal';
import type { Temporal } from '../../api/temporal';
import { text } from '../../http/texts';
import { asIfSent, triedAs } from '../../orders/commands/tried-event';
import { foresee } from '../../orders/commands/workflows';
import { textOfState } from '../../orders/views/headline';
import type { ServerStore } from '../../ports';
import { wordsOfAction } from '../action-words';
import { BULK_SENDERS } from './parts';
import { bulkEventOf, listedOrders } from './request';

type PreviewCall = Call<unknown, unknown, TriedBulk>;
type Outcome = Omit<BulkPreview['outcomes'][number], 'count'>;

/** A question to an order takes a few milliseconds; nobody waits for a thousand of them. */
const MOST_ASKED = 200;
const AT_ONCE = 10;

interface BulkPreviewParts extends Pick<ServerStore, 'orders'> {
  temporal: Temporal;
  now(): Date;
}

export const bulkPreviewRoutes = (parts: BulkPreviewParts): MountedOperation[] => [
  operation('Bulk', 'POST /v1/bulk-events/preview', {
    id: 'previewBulkEvent',
    summary: 'See what a bulk would do, by count, without doing it',
    description:
      'Asks the first 200 orders of the list what the event would do to them. The reason and whatever else decides nothing ' +
      'may be left out. It changes nothing.',
    roles: BULK_SENDERS,
    body: TriedBulkSchema,
    needsIdempotencyKey: false,
    answers: { 200: { description: 'What would become of the orders.', schema: BulkPreviewSchema } },
    handle: (call) => previewBulk(parts, call),
  }),
];

async function previewBulk(parts: BulkPreviewParts, call: PreviewCall): Promise<Handled> {
  const { principal, body } = call;
  const now = parts.now();
  const event = bulkEventOf(asIfSent(body.event, now), now);
  const orders = await listedOrders(parts.orders, principal.tenantId, body);
  const asked = orders.slice(0, MOST_ASKED);
  const sent = triedAs(event, actorOf(call));
  const outcomes: Outcome[] = [];
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const some = asked.slice(from, from + AT_ONCE).map((order) => outcomeOf(parts, call, order, sent));
    outcomes.push(...(await Promise.all(some)));
  }
  const preview: BulkPreview = {
    event: event.type,
    label: wordsOfAction(event.type, call.locale),
    total: orders.length,
    asked: asked.length,
    outcomes: counted(outcomes),
    needsSecondPerson: bulkNeedsSecondPerson(event.type, orders.length),
  };
  return { status: 200, body: preview };
}

async function outcomeOf(
  { temporal }: BulkPreviewParts,
  { principal, locale }: PreviewCall,
  { changeId, sequence }: OrderSeen,
  event: OrderEvent,
): Promise<Outcome> {
  const seen = sequence === null ? null : await foresee(temporal, { tenantId: principal.tenantId, changeId }, event);
  if (seen === null)
    return { outcome: 'not_found', state: null, movesMoney: false, text: text(locale, 'bulk.not_found') ?? '' };
  if (seen.objection !== null) {
    const { state } = seen.now;
    return { outcome: 'refused', state, movesMoney: false, text: textOfState(state, locale) };
  }
  return accepted(seen, locale);
}

function accepted({ leadsTo, steps }: Extract<OrderForesight, { objection: null }>, locale: Locale): Outcome {
  const { state } = leadsTo;
  const movesMoney = steps.some((step) => stepFacts(step).movesMoney);
  return { outcome: 'accepted', state, movesMoney, text: textOfState(state, locale) };
}

function counted(outcomes: readonly Outcome[]): BulkPreview['outcomes'] {
  const groups = new Map<string, BulkPreview['outcomes'][number]>();
  for (const outcome of outcomes) {
    const key = JSON.stringify(outcome);
    groups.set(key, { ...outcome, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort((one, other) => other.count - one.count);
}
