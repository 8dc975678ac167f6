import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { At } from '../parts/at';
import { ListRow } from '../parts/list';
import { LOOKS_EVERY } from '../parts/looks-every';
import { Opener } from '../parts/opener';
import { usePersonName } from '../parts/person-name';
import { useDesk } from '../words/desk-words';
import { AboutOrder } from './about-order';
import { Deciding } from './deciding';
import { isUnderWay, RequestInFull, UnreadRequest } from './request-in-full';

interface RequestRowProps {
  request: Schemas['OpenRequest'];
  isOpen: boolean;
  onOpen(isOpen: boolean): void;
  /**
   * @param told what was decided, in words
   * @param follows what comes of it is told later
   */
  onDecided(told: string, follows: boolean): void;
}

/** A request in one line; opened, it is read whole and can be decided. */
export function RequestRow({ request, isOpen, onOpen, onDecided }: RequestRowProps) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const { label, requestedBy, requestedAt, expiresAt } = request;
  return (
    <ListRow
      title={label}
      about={
        <>
          <AboutOrder request={request} />
          <span>
            {nameOf(requestedBy)}, <At instant={requestedAt} />
          </span>
          <span>
            {say('desk.requests.until')} <At instant={expiresAt} />
          </span>
        </>
      }
    >
      <Opener label={say('desk.requests.open')} aloud={label} isOpen={isOpen} onOpen={onOpen}>
        <Whole grantId={request.grantId} onDecided={onDecided} />
      </Opener>
    </ListRow>
  );
}

/** Computed at the moment it is opened, and again when somebody comes back to it. */
function Whole({ grantId, onDecided }: { grantId: string } & Pick<RequestRowProps, 'onDecided'>) {
  const { data, error, refetch } = useReading(
    'GET /v1/requests/{grantId}',
    { params: { grantId } },
    { refetchInterval: (found) => (isUnderWay(found) ? LOOKS_EVERY : false) },
  );
  if (data === undefined) {
    return error === null ? <UnreadRequest /> : <Failure error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <RequestInFull request={data} />
      <Deciding request={data} onDecided={onDecided} onMoved={() => void refetch()} />
    </>
  );
}
