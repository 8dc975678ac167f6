import { useEffect } from 'react';
import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Notice } from '../../../shared/ui/notice';
import { usePersonName } from '../../parts/person-name';
import { useDesk } from '../../words/desk-words';
import { approvedUpon, type SentAct, sentUpon } from '../acts/effect';
import { hasOwnDoor } from '../acts/use-send-act';
import { LOOKS_EVERY } from './looks-every';

interface RequestOverProps {
  sent: SentAct;
  grantId: string;
  order: Schemas['Order'];
  /** It was approved, and is judged by the order from then on. */
  onApproved(sent: SentAct): void;
}

/** Tells whoever asked what became of their request. */
export function RequestOver({ sent, grantId, order, onApproved }: RequestOverProps) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const { data } = useReading(
    'GET /v1/requests/{grantId}',
    { params: { grantId } },
    { refetchInterval: (found) => (isAwaited(found) ? LOOKS_EVERY : false) },
  );
  const isApproved = isApprovedIn(data);
  useEffect(() => {
    if (!isApproved) return;
    const move = moveOf(data);
    if (move !== undefined) onApproved(approvedUpon(sent, move, order));
    else if (hasOwnDoor(sent.type)) onApproved({ ...sentUpon(sent, order, null), at: sent.at });
  }, [isApproved, data, sent, order, onApproved]);
  if (data === undefined || isApproved) return null;
  const { closed } = data;
  if (closed === null) {
    return <Notice kind="wait" level={3} title={say('desk.order.request.asked', { act: sent.label })} isAnnounced />;
  }
  const by = closed.by === null ? '' : nameOf(closed.by);
  return (
    <Notice
      kind="wait"
      level={3}
      title={say('desk.order.request.over', { as: closed.as, act: sent.label, by })}
      isAnnounced
    >
      {closed.reason !== null && <p>{closed.reason}</p>}
    </Notice>
  );
}

type Request = Schemas['OpenRequest'];

const isApprovedIn = (request: Request | undefined): boolean =>
  request?.closed?.as === 'approved' || request?.closed?.as === 'used';

/** What the order did on it; it is written a moment after it was approved. */
const moveOf = (request: Request | undefined): Schemas['TimelineMove'] | undefined =>
  request?.movedSince.findLast(({ event }) => event === request.event);

const isAwaited = (request: Request | undefined): boolean =>
  request?.closed == null || (isApprovedIn(request) && moveOf(request) === undefined);
