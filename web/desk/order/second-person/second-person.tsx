import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import type { SentAct } from '../acts/effect';
import { LOOKS_EVERY } from './looks-every';
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
  /** What was asked for here was done by somebody else. */
  onApproved(sent: SentAct): void;
}

/** What waits for a second person in this order, and what became of what was asked here. */
export function SecondPerson({ order, zone, sent, onSent, onRejected, onApproved }: SecondPersonProps) {
  const { changeId } = order;
  const { data } = useReading('GET /v1/requests', {}, { enabled: !order.done, refetchInterval: () => LOOKS_EVERY });
  // Nothing waits in an order that is over, whatever was read before.
  const open = order.done ? [] : (data?.items.filter((one) => one.changeId === changeId) ?? []);
  const asked = sent?.grantId ?? null;
  return (
    <>
      {sent !== null && asked !== null && open.every(({ grantId }) => grantId !== asked) && (
        <RequestOver key={asked} sent={sent} grantId={asked} order={order} onApproved={onApproved} />
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
