import { useEffect } from 'react';
import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Notice } from '../../../shared/ui/notice';
import { LOOKS_EVERY } from '../../parts/looks-every';
import { hasOwnDoor } from '../../parts/own-doors';
import { usePersonName } from '../../parts/person-name';
import { useDesk } from '../../words/desk-words';
import { approvedUpon, endedAs, type SentAct } from '../acts/effect';
import { useReadAllAgain } from '../timeline/use-moves';

interface RequestOverProps {
  sent: SentAct;
  grantId: string;
  order: Schemas['Order'];
  /** It was approved, and is judged by the order from then on; or, of an act that is no event, what came of it is known. */
  onEnded(sent: SentAct): void;
}

/** Tells whoever asked what became of their request, and whoever approved it what came of the act. */
export function RequestOver({ sent, grantId, order, onEnded }: RequestOverProps) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const { data } = useReading(
    'GET /v1/requests/{grantId}',
    { params: { grantId } },
    { refetchInterval: (found) => (isAwaited(found) ? LOOKS_EVERY : false) },
  );
  const readAllAgain = useReadAllAgain();
  const isApproved = isApprovedIn(data);
  const ended = data?.ended ?? null;
  useEffect(() => {
    if (ended === null) return;
    onEnded(endedAs(sent, ended, order));
    readAllAgain();
  }, [ended, sent, order, onEnded, readAllAgain]);
  useEffect(() => {
    const move = isApproved ? moveOf(data) : undefined;
    if (move !== undefined && !hasOwnDoor(sent.type)) onEnded(approvedUpon(sent, move, order));
  }, [isApproved, data, sent, order, onEnded]);
  if (data === undefined) return null;
  if (isApproved) return hasOwnDoor(sent.type) && ended === null ? <UnderWay act={sent.label} /> : null;
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

function UnderWay({ act }: { act: string }) {
  const { say } = useDesk();
  return <Notice kind="info" level={3} title={say('desk.order.outcome', { effect: 'under_way', act })} isAnnounced />;
}

type Request = Schemas['OpenRequest'];

const isApprovedIn = (request: Request | undefined): boolean =>
  request?.closed?.as === 'approved' || request?.closed?.as === 'used';

/** What the order did on it; it is written a moment after it was approved. */
const moveOf = (request: Request | undefined): Schemas['TimelineMove'] | undefined =>
  request?.movedSince.findLast(({ event }) => event === request.event);

function isAwaited(request: Request | undefined): boolean {
  if (request?.closed == null) return true;
  if (!isApprovedIn(request)) return false;
  return hasOwnDoor(request.event) ? request.ended === null : moveOf(request) === undefined;
}
