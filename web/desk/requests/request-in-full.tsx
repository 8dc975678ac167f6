import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { Skeleton } from '../../shared/ui/standing';
import { At } from '../parts/at';
import { Detail, Details } from '../parts/list';
import { usePersonName } from '../parts/person-name';
import { type ActWithReason, useReasonText } from '../parts/reason-text';
import { useDesk } from '../words/desk-words';
import './requests.css';

type Request = Schemas['OpenRequest'];

/** What a second person has to know: why it is asked for, what it rests on, what it would do now, and what moved since. */
export function RequestInFull({ request }: { request: Request }) {
  const { say } = useDesk();
  const { event, reasonCode, reason, evidence, preview, objection, movedSince, closed } = request;
  // An event with a reason, as every one is that two persons decide.
  const reasonText = useReasonText(event as ActWithReason);
  return (
    <>
      {closed !== null && <Closed closed={closed} />}
      <Details>
        <Detail name={say('desk.requests.reason')}>{reasonText(reasonCode)}</Detail>
        <Detail name={say('desk.requests.words')}>{reason}</Detail>
        {evidence !== null && <Detail name={say('desk.requests.evidence')}>{evidence}</Detail>}
      </Details>
      {closed === null && (preview !== null || objection !== null) && (
        <div>
          <h2>{say('desk.requests.foreseen')}</h2>
          {preview !== null && <p>{preview.text}</p>}
          {objection !== null && <p className="objection">{objection}</p>}
        </div>
      )}
      {closed === null && request.order !== null && <Moved moves={movedSince} />}
    </>
  );
}

function Moved({ moves }: { moves: Request['movedSince'] }) {
  const { say } = useDesk();
  return (
    <div>
      <h2>{say('desk.requests.moved')}</h2>
      {moves.length === 0 ? (
        <p className="second">{say('desk.requests.moved.none')}</p>
      ) : (
        <ol className="moves">
          {moves.map(({ at, text, to }) => (
            <li key={`${at}.${to}`}>
              <span className="second small">
                <At instant={at} />
              </span>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Closed({ closed: { as, by, at, reason } }: { closed: NonNullable<Request['closed']> }) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  return (
    <Notice kind={as === 'rejected' || as === 'expired' ? 'wait' : 'done'} title={say(`desk.requests.closed.${as}`)}>
      {(by !== null || at !== null) && (
        <p>
          {by !== null && nameOf(by)} {at !== null && <At instant={at} />}
        </p>
      )}
      {reason !== null && <p>{reason}</p>}
    </Notice>
  );
}

export function UnreadRequest() {
  return (
    <p>
      <Skeleton width="80%" />
      <Skeleton width="60%" />
    </p>
  );
}
