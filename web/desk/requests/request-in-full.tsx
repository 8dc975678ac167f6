import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { Skeleton } from '../../shared/ui/standing';
import { At } from '../parts/at';
import { Detail, Details } from '../parts/list';
import { hasOwnDoor } from '../parts/own-doors';
import { usePersonName } from '../parts/person-name';
import { type ActWithReason, useReasonText } from '../parts/reason-text';
import { useDesk } from '../words/desk-words';
import './requests.css';

type Request = Schemas['OpenRequest'];

/** What a second person has to know: why it is asked for, what it rests on, what it would do now, and what moved since. */
export function RequestInFull({ request }: { request: Request }) {
  const { say } = useDesk();
  const { event, reasonCode, reason, evidence, preview, objection, movedSince, closed, mayApprove } = request;
  const isToDecide = closed === null || mayApprove;
  // An event with a reason, as every one is that two persons decide.
  const reasonText = useReasonText(event as ActWithReason);
  return (
    <>
      {closed !== null && <Closed closed={closed} request={request} />}
      {isUnderWay(request) && (
        <p role="status">{say(mayApprove ? 'desk.requests.not_begun' : 'desk.requests.under_way')}</p>
      )}
      <Details>
        <Detail name={say('desk.requests.reason')}>{reasonText(reasonCode)}</Detail>
        <Detail name={say('desk.requests.words')}>{reason}</Detail>
        {evidence !== null && <Detail name={say('desk.requests.evidence')}>{evidence}</Detail>}
      </Details>
      {isToDecide && (preview !== null || objection !== null) && (
        <div>
          <h2>{say('desk.requests.foreseen')}</h2>
          {preview !== null && <p>{preview.text}</p>}
          {objection !== null && <p className="objection">{objection}</p>}
        </div>
      )}
      {isToDecide && request.order !== null && <Moved moves={movedSince} />}
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

/** Of an act that is no event the request tells the end, which comes after it was approved. */
export function isUnderWay(request: Request | undefined): boolean {
  if (request === undefined || request.ended !== null || !hasOwnDoor(request.event)) return false;
  return request.closed?.as === 'approved' || request.closed?.as === 'used';
}

interface ClosedProps {
  closed: NonNullable<Request['closed']>;
  request: Request;
}

function Closed({ closed: { as, by, at, reason }, request: { event, ended } }: ClosedProps) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  // The approval is used up before the act is done.
  const sofar = hasOwnDoor(event) && as === 'used' ? 'approved' : as;
  const became = ended === null ? sofar : ended.as === 'done' ? 'used' : ended.as;
  return (
    <Notice
      kind={became === 'approved' || became === 'used' ? 'done' : 'wait'}
      title={say(`desk.requests.closed.${became}`)}
    >
      {(by !== null || at !== null) && (
        <p>
          {by !== null && nameOf(by)} {at !== null && <At instant={at} />}
        </p>
      )}
      {reason !== null && <p>{reason}</p>}
      {ended !== null && <p>{ended.text}</p>}
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
