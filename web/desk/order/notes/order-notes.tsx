import { usePages, useSession } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { More } from '../../../shared/ui/more';
import { Sheet, Skeleton } from '../../../shared/ui/standing';
import { At } from '../../parts/at';
import { usePersonName } from '../../parts/person-name';
import { useDesk } from '../../words/desk-words';
import { NoteForm } from './note-form';
import './notes.css';

interface OrderNotesProps {
  order: Schemas['Order'];
  zone: string | null;
}

const PAGE = '10';

/** What colleagues have written down about the order, the latest first, and a place to add to it. */
export function OrderNotes({ order: { changeId }, zone }: OrderNotesProps) {
  const { say } = useDesk();
  const { role } = useSession();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = usePages(
    'GET /v1/changes/{changeId}/timeline',
    { params: { changeId }, query: { kind: 'note', order: 'desc', limit: PAGE } },
  );
  const notes = data?.pages.flatMap(({ items }) => items).filter((item) => item.kind === 'note');
  return (
    <Sheet label={say('desk.order.notes')}>
      <h2>{say('desk.order.notes')}</h2>
      {role !== 'operator' && <NoteForm changeId={changeId} onWritten={() => void refetch()} />}
      {notes === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {notes === undefined && error === null && (
        <p aria-busy="true">
          <Skeleton width="70%" />
        </p>
      )}
      {notes?.length === 0 && <p className="second">{say('desk.order.notes.none')}</p>}
      {notes !== undefined && notes.length > 0 && (
        <ol className="order-notes">
          {notes.map((note) => (
            <Note key={note.noteId} of={note} zone={zone} />
          ))}
        </ol>
      )}
      <More
        hasMore={hasNextPage}
        isReading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
        aloud={say('desk.order.notes.more')}
      />
    </Sheet>
  );
}

function Note({ of: { note, authorId, at }, zone }: { of: Schemas['TimelineNote']; zone: string | null }) {
  const nameOf = usePersonName();
  return (
    <li>
      <p className="order-note-by">
        <b>{nameOf(authorId)}</b> <At instant={at} ofAccount={zone} />
      </p>
      <p className="order-note">{note}</p>
    </li>
  );
}
