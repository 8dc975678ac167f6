import { useApi, useSession } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { ActInPlace } from '../parts/act-in-place';
import { hasOwnDoor } from '../parts/own-doors';
import type { ActWithReason } from '../parts/reason-text';
import { useDesk } from '../words/desk-words';
import { useApproval } from './approval';

interface DecidingProps {
  request: Schemas['OpenRequest'];
  /** @param follows what comes of it is told later */
  onDecided(told: string, follows: boolean): void;
  /** It is other than was shown. */
  onMoved(): void;
}

/** Approves a request or turns it down; whoever may not is told why. */
export function Deciding({ request, onDecided, onMoved }: DecidingProps) {
  const { say } = useDesk();
  const { ask } = useApi();
  const { userId } = useSession();
  const approve = useApproval(request);
  const { grantId, event, label, requestedBy, mayApprove, whyNot, objection, closed } = request;
  if (closed !== null && !mayApprove) return null;
  const reject = (body: Schemas['Rejecting'], idempotencyKey: string) =>
    ask('POST /v1/requests/{grantId}/reject', { params: { grantId }, body, idempotencyKey });
  // Whoever asked may take it back.
  const isTheirs = requestedBy === userId;
  return (
    <div className="deciding">
      {whyNot !== null && <p className="second">{whyNot}</p>}
      {mayApprove && approve === null && <p className="second">{say('desk.requests.elsewhere')}</p>}
      {mayApprove && approve !== null && objection === null && (
        <ActInPlace
          name={`approve.${grantId}`}
          reasonsOf={event as ActWithReason}
          label={say('desk.requests.approve')}
          aloud={label}
          kind="filled"
          send={(why, key) => approve(why, key).catch(seeAgain(onMoved))}
          onDone={() => onDecided(say('desk.requests.approved', { act: label }), hasOwnDoor(event))}
        />
      )}
      {closed === null && (mayApprove || isTheirs) && (
        <ActInPlace
          name={`reject.${grantId}`}
          reasonsOf="CLOSE_ITEM"
          label={say(isTheirs ? 'desk.requests.take_back' : 'desk.requests.reject')}
          aloud={label}
          send={reject}
          onDone={() =>
            onDecided(say(isTheirs ? 'desk.requests.taken_back' : 'desk.requests.rejected', { act: label }), false)
          }
        />
      )}
    </div>
  );
}

/** What was typed stays while the request is read again as it is by now. */
const seeAgain =
  (onMoved: () => void) =>
  (error: unknown): never => {
    onMoved();
    throw error;
  };
