import { useApi, useReadAgain, useSession } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { ActInPlace } from '../parts/act-in-place';
import { At } from '../parts/at';
import { Done, useTold } from '../parts/done';
import { usePersonName } from '../parts/person-name';
import type { ActWithReason } from '../parts/reason-text';
import { useDesk } from '../words/desk-words';
import { isOpen } from './bulk-tag';
import { BULK_SENDER } from './sender';

type Bulk = Schemas['Bulk'];
type Way = 'approve' | 'pause' | 'resume' | 'cancel';

const WAYS_OF: Readonly<Record<Bulk['status'], readonly Way[]>> = {
  waiting_for_second_person: ['approve', 'cancel'],
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  done: [],
  cancelled: [],
  expired: [],
};

const CALLS = {
  approve: 'POST /v1/bulk-events/{bulkId}/approve',
  pause: 'POST /v1/bulk-events/{bulkId}/pause',
  resume: 'POST /v1/bulk-events/{bulkId}/resume',
  cancel: 'POST /v1/bulk-events/{bulkId}/cancel',
} as const satisfies Record<Way, string>;

/** Acts with the reasons that fit. */
const REASONS_OF: Readonly<Record<Way, ActWithReason>> = {
  approve: 'RELEASE',
  pause: 'HOLD',
  resume: 'RELEASE',
  cancel: 'CLOSE_ITEM',
};

/** What can be done with a bulk as a whole, and what is waited for. */
export function Steering({ bulk }: { bulk: Bulk }) {
  const { say } = useDesk();
  const { ask } = useApi();
  const { role, userId } = useSession();
  const readAgain = useReadAgain();
  const [told, tell] = useTold();
  const { bulkId, status, requestedBy } = bulk;
  const isTheirs = requestedBy === userId;
  const ways = WAYS_OF[status].filter((way) => way !== 'approve' || !isTheirs);
  const send = (way: Way) => (body: Schemas['BulkReason'], idempotencyKey: string) =>
    ask(CALLS[way], { params: { bulkId }, body, idempotencyKey });
  const done = (way: Way) => (): void => {
    tell(say(`desk.bulk.steered.${way}`));
    void readAgain('GET /v1/bulk-events/{bulkId}');
  };
  return (
    <>
      <Done told={told} />
      {status === 'waiting_for_second_person' && <SecondPerson bulk={bulk} isTheirs={isTheirs} />}
      {status === 'expired' && (
        <Notice kind="info" title={say('desk.bulk.expired.title')}>
          <p>{say('desk.bulk.expired.text')}</p>
        </Notice>
      )}
      {isOpen(bulk) && role !== BULK_SENDER && <p className="second">{say('desk.bulk.leads_only.text')}</p>}
      {role === BULK_SENDER && ways.length > 0 && (
        <div className="bulk-ways">
          {ways.map((way) => (
            <ActInPlace
              key={way}
              name={`bulk.${bulkId}.${way}`}
              reasonsOf={REASONS_OF[way]}
              label={say(`desk.bulk.${way}`)}
              kind={way === 'approve' ? 'filled' : 'quiet'}
              send={send(way)}
              onDone={done(way)}
            >
              <p>{say(`desk.bulk.${way}.effect`)}</p>
            </ActInPlace>
          ))}
        </div>
      )}
    </>
  );
}

function SecondPerson({ bulk, isTheirs }: { bulk: Bulk; isTheirs: boolean }) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const { requestedBy, expiresAt } = bulk;
  return (
    <Notice kind="wait" title={say('desk.bulk.waits.title')}>
      <p>{isTheirs ? say('desk.bulk.waits.yours') : say('desk.bulk.waits.theirs', { name: nameOf(requestedBy) })}</p>
      {expiresAt !== null && (
        <p className="small">
          {say('desk.bulk.waits.until')} <At instant={expiresAt} />
        </p>
      )}
    </Notice>
  );
}
