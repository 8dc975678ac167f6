import type { UseQueryResult } from '@tanstack/react-query';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { Skeleton } from '../../../shared/ui/standing';

/** What an act would do, in the API's words: which steps, whether money moves, and which mails are sent. */
export function ActEffect({ preview }: { preview: UseQueryResult<Schemas['EventPreview']> }) {
  const { data, error, isPending, isPlaceholderData, fetchStatus } = preview;
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
    <p className="act-effect" aria-busy={isPlaceholderData}>
      {data.text}
    </p>
  );
}
