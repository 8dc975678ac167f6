import type { Locale } from '../../../billing/facts/types';
import { BULK_RESULTS } from '../../../machines/bulk';
import type { BulkEffect, BulkItemView, BulkView } from '../../../schemas/support/bulk';
import type { Bulk, BulkCounts, BulkItem, OrderSeen } from '../../../store/support/bulks';
import { textOfFailure } from '../../api/stuck';
import { text } from '../../http/texts';
import { textOfState } from '../../orders/views/headline';
import { wordsOfAction } from '../action-words';
import type { EffectCounts } from './effects';

/** What has become of its orders; in the list of bulks nobody looks where each of them is. */
interface BulkProgress {
  counts: BulkCounts;
  effects: EffectCounts | null;
}

const UNCOUNTED = { leftState: null, stuckAgain: null, underWay: null } as const;

/** A bulk as the API shows it. A request whose time is over is shown so, also before housekeeping has ended it. */
export function bulkToApi(
  bulk: Bulk,
  { counts, effects }: BulkProgress,
  { now, locale }: { now: Date; locale: Locale },
): BulkView {
  const { bulkId, event, reasonCode, reason, requestedBy, approvedBy, filter, perMinute, total, expiresAt } = bulk;
  const worked = BULK_RESULTS.reduce((sum, status) => sum + counts[status], 0);
  return {
    bulkId,
    status: isOverdue(bulk, now) ? 'expired' : bulk.status,
    event: event.type,
    label: wordsOfAction(event.type, locale),
    reasonCode,
    reason,
    requestedBy: requestedBy.userId,
    approvedBy,
    filter,
    perMinute,
    requestedAt: bulk.requestedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    endedAt: bulk.endedAt?.toISOString() ?? null,
    total,
    counts: { waiting: total - worked, ...counts, ...(effects ?? UNCOUNTED) },
  };
}

export const isOverdue = ({ status, expiresAt }: Bulk, now: Date): boolean =>
  status === 'waiting_for_second_person' && expiresAt !== null && expiresAt <= now;

export function bulkItemToApi(
  order: OrderSeen,
  item: BulkItem | undefined,
  effect: BulkEffect | undefined,
  locale: Locale,
): BulkItemView {
  const { changeId, state, sequence } = order;
  return {
    changeId,
    seenState: sequence === null ? null : state,
    result: item === undefined ? null : resultToApi(item, locale),
    effect: effect ?? null,
  };
}

function resultToApi({ status, code, state, at }: BulkItem, locale: Locale): NonNullable<BulkItemView['result']> {
  const about = code === null ? undefined : (text(locale, `bulk.${code}`) ?? textOfFailure(code, locale));
  return {
    status,
    code,
    state,
    at: at.toISOString(),
    text: about ?? (state === null ? (code ?? status) : textOfState(state, locale)),
  };
}
