import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Fact, Facts } from '../../../shared/ui/facts';
import { LOOKS_EVERY } from '../../parts/looks-every';
import { usePersonName } from '../../parts/person-name';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import type { SentAct } from '../acts/effect';
import { TimelineRow } from '../timeline/timeline-row';
import { RequestDecision } from './request-decision';

type Request = Schemas['OpenRequest'];

interface OpenRequestProps {
  listed: Request;
  order: Schemas['Order'];
  zone: string | null;
  onSent(sent: SentAct): void;
  onRejected(): void;
}

/** A request that waits for a second person: what is asked, on what evidence, what it would do now, and what moved since. */
export function OpenRequestOf({ listed, order, zone, onSent, onRejected }: OpenRequestProps) {
  const { say } = useDesk();
  const { tell } = useDeskTime(zone);
  const nameOf = usePersonName();
  const { grantId } = listed;
  const { data } = useReading(
    'GET /v1/requests/{grantId}',
    { params: { grantId } },
    { refetchInterval: () => LOOKS_EVERY },
  );
  const request = data ?? listed;
  const { requestedBy, requestedAt, expiresAt, evidence, reason, preview, objection, movedSince, whyNot } = request;
  const title = say(request.closed === null ? 'desk.order.request' : 'desk.order.request.not_begun', {
    act: request.label,
  });
  return (
    <section className="open-request" aria-label={title}>
      <h3>{title}</h3>
      <p>
        {say('desk.order.request.by', { who: nameOf(requestedBy) })}{' '}
        <time dateTime={requestedAt}>{tell(requestedAt)}</time>
      </p>
      <Facts>
        <Fact name={say('desk.why.code')}>{reason}</Fact>
        {evidence !== null && <Fact name={say('desk.order.field.evidence')}>{evidence}</Fact>}
        <Fact name={say('desk.order.request.until')}>
          <time dateTime={expiresAt}>{tell(expiresAt)}</time>
        </Fact>
      </Facts>
      {preview !== null && (
        <>
          <h4>{say('desk.order.request.effect')}</h4>
          <p>{preview.text}</p>
        </>
      )}
      {objection !== null && <p className="open-request-objection">{objection}</p>}
      <h4>{say('desk.order.request.moved', { count: movedSince.length })}</h4>
      {movedSince.length > 0 && (
        <ol className="timeline">
          {movedSince.map((item) => (
            <TimelineRow key={`${item.at} ${item.event}`} item={item} zone={zone} />
          ))}
        </ol>
      )}
      {request.mayApprove ? (
        <RequestDecision request={request} order={order} onSent={onSent} onRejected={onRejected} />
      ) : (
        <p className="open-request-why">{whyNot}</p>
      )}
    </section>
  );
}
