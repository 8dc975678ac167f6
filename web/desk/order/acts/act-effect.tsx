import type { UseQueryResult } from '@tanstack/react-query';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { Skeleton } from '../../../shared/ui/standing';
import { useDesk } from '../../words/desk-words';

/** What an act would do, in the API's words, step by step, money steps marked. */
export function ActEffect({ preview }: { preview: UseQueryResult<Schemas['EventPreview']> }) {
  const { say } = useDesk();
  const { data, error, isPending, fetchStatus } = preview;
  if (error !== null) return <Failure error={error} onRetry={() => void preview.refetch()} />;
  if (data === undefined) {
    return isPending && fetchStatus === 'idle' ? null : (
      <p aria-busy="true">
        <Skeleton width="90%" />
        <Skeleton width="70%" />
      </p>
    );
  }
  return (
    <div className="act-effect">
      <p>{data.text}</p>
      {data.steps.length > 0 && (
        <ol className="act-steps" aria-label={say('desk.order.act.steps')}>
          {data.steps.map(({ step, text, movesMoney }) => (
            <li key={step}>
              {text}
              {movesMoney && <span className="act-mark">{say('desk.order.act.moves_money')}</span>}
              {step === data.undecided && <span className="act-mark">{say('desk.order.act.undecided')}</span>}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
