import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Disclosure } from '../../shared/ui/disclosure';
import { Notice } from '../../shared/ui/notice';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { lengthText } from '../parts/lengths';
import { useNow } from '../parts/use-now';
import { useDesk } from '../words/desk-words';
import { useDeskTime } from '../zone/zone';

/** In milliseconds. */
const LOOKS_EVERY = 15_000;

/** Who works for orders: how many ask for the tasks of each queue, and a warning where nobody does. */
export function Workers() {
  const { say } = useDesk();
  const { data, error, refetch } = useReading('GET /v1/task-queues', {}, { refetchInterval: () => LOOKS_EVERY });
  return (
    <Sheet label={say('desk.operators.workers.title')}>
      <h2>{say('desk.operators.workers.title')}</h2>
      {data === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton width="50%" />}
      {data?.items
        .filter(({ asking }) => asking === 0)
        .map(({ kind }) => (
          <Notice key={kind} kind="error" level={3} title={say('desk.operators.workers.nobody', { kind })} />
        ))}
      {data !== undefined && <Queues queues={data.items} />}
    </Sheet>
  );
}

function Queues({ queues }: { queues: readonly Schemas['TaskQueue'][] }) {
  const { say } = useDesk();
  return (
    <>
      <table className="workers">
        <thead>
          <tr>
            <th scope="col">{say('desk.operators.workers.queue')}</th>
            <th scope="col">{say('desk.operators.workers.asking')}</th>
            <th scope="col">{say('desk.operators.workers.seen')}</th>
          </tr>
        </thead>
        <tbody>
          {queues.map(({ kind, queue, asking, lastSeenAt }) => (
            <tr key={kind}>
              <th scope="row">
                {say('desk.operators.workers.kind', { kind })} <code>{queue}</code>
              </th>
              <td>{asking}</td>
              <td>{lastSeenAt === null ? say('desk.operators.workers.unseen') : <Seen at={lastSeenAt} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {queues.some(({ workers }) => workers.length > 0) && (
        <Disclosure title={say('desk.operators.workers.each')}>
          <ul className="changes">
            {queues.flatMap(({ kind, workers }) =>
              workers.map(({ identity, lastSeenAt }) => (
                <li key={`${kind} ${identity}`}>
                  <code>{identity}</code> · {say('desk.operators.workers.kind', { kind })} · <Seen at={lastSeenAt} />
                </li>
              )),
            )}
          </ul>
        </Disclosure>
      )}
    </>
  );
}

function Seen({ at }: { at: Schemas['Instant'] }) {
  const { say } = useDesk();
  const { tell } = useDeskTime();
  const now = useNow();
  const length = lengthText(Math.max(0, now - Date.parse(at)), say);
  return (
    <time dateTime={at} title={tell(at)}>
      {say('desk.operators.workers.ago', { length })}
    </time>
  );
}
