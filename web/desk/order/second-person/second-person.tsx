import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { LOOKS_EVERY } from '../../parts/looks-every';
import { hasOwnDoor } from '../../parts/own-doors';
import type { SentAct } from '../acts/effect';
import { OpenRequestOf } from './open-request';
import { RequestOver } from './request-over';
import './second-person.css';

interface SecondPersonProps {
  order: Schemas['Order'];
  zone: string | null;
  /** What was sent here last; it may be one of the requests. */
  sent: SentAct | null;
  /** Somebody did here what was asked for. */
  onSent(sent: SentAct): void;
  /** Somebody turned it down here, and it is gone. */
  onRejected(): void;
  /** What was asked for here, or approved, has come to its end. */
  onEnded(sent: SentAct): void;
}

/** What waits for a second person in this order, and what became of what was asked here. */
export function SecondPerson({ order, zone, sent, onSent, onRejected, onEnded }: SecondPersonProps) {
  const { changeId, done, acts } = order;
  const ofOrder = (found: Schemas['OpenRequests'] | undefined) =>
    // No event waits in an order that is over, whatever was read before.
    found?.items.filter((one) => one.changeId === changeId && (!done || hasOwnDoor(one.event))) ?? [];
  const { data } = useReading(
    'GET /v1/requests',
    {},
    {
      refetchInterval: (found) =>
        done && ofOrder(found).length === 0 && !acts.some(({ type }) => hasOwnDoor(type)) ? false : LOOKS_EVERY,
    },
  );
  const asked = sent?.grantId ?? null;
  // What somebody has just approved here is told as under way.
  const open = ofOrder(data).filter(({ grantId, closed }) => closed === null || grantId !== asked);
  return (
    <>
      {sent !== null && asked !== null && open.every(({ grantId }) => grantId !== asked) && (
        <RequestOver key={asked} sent={sent} grantId={asked} order={order} onEnded={onEnded} />
      )}
      {open.map((request) => (
        <OpenRequestOf
          key={request.grantId}
          listed={request}
          order={order}
          zone={zone}
          onSent={onSent}
          onRejected={onRejected}
        />
      ))}
    </>
  );
}
