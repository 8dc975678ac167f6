import { present } from '../../../billing/present';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import type { PreviewRequest } from './wish';

type Order = Schemas['Order'];
type Edit = Extract<Schemas['OrderEvent'], { type: 'EDIT' }>;

interface Edited {
  /** Null where none is edited, or it cannot be any more: then a new one is started. */
  order: Order | null;
  isRead: boolean;
}

/** The open order that the address says is edited, where it is about this subscription. */
export function useEditedOrder(changeId: string | undefined, subscriptionId: Schemas['Id']): Edited {
  const { data, isPending } = useReading(
    'GET /v1/changes/{changeId}',
    { params: { changeId: changeId ?? '' } },
    { enabled: changeId !== undefined, refetchOnWindowFocus: false },
  );
  const order = data !== undefined && 'headline' in data ? data : null;
  const isAbout = order?.changes.some((change) => change.subscriptionId === subscriptionId) ?? false;
  return {
    order: isAbout && order?.allowedEvents.includes('EDIT') ? order : null,
    isRead: changeId === undefined || !isPending,
  };
}

/** The order as it is, but for what is asked of one subscription. */
export function editOf({ changes, effective }: Order, asked: PreviewRequest): Edit {
  const { subscriptionId, tierId, seats, frequency, expectedSeats } = asked;
  const edited = changes.map((change) => {
    if (change.subscriptionId !== subscriptionId) return change;
    const { liftEnd, endTrial } = change;
    return present({ subscriptionId, tierId, seats, frequency, expectedSeats, liftEnd, endTrial });
  });
  return { type: 'EDIT', changes: edited, effective };
}

/** What is to be priced: of an order that asks for more, or for a later day, all of it. */
export function toPrice(edited: Order | null, asked: PreviewRequest): Schemas['QuoteRequest'] {
  if (edited === null || (edited.changes.length === 1 && edited.effective === 'now')) return asked;
  return { changes: editOf(edited, asked).changes, effective: edited.effective };
}

/** Which of the changes that are priced is that of the subscription. */
export const placeIn = ({ changes = [] }: Schemas['QuoteRequest'], subscriptionId: Schemas['Id']): number =>
  Math.max(
    0,
    changes.findIndex((change) => change.subscriptionId === subscriptionId),
  );
