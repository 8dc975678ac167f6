import type { Schemas } from '../../shared/api/api-types';
import { type Standing, Tag } from '../../shared/ui/standing';
import { useDesk } from '../words/desk-words';

type Status = Schemas['Bulk']['status'];

const STANDING_OF: Readonly<Record<Status, Standing>> = {
  waiting_for_second_person: 'wait',
  running: 'work',
  paused: 'wait',
  done: 'done',
  cancelled: 'wait',
  expired: 'wait',
};

/** Whether anything may still become of a bulk. */
export const isOpen = ({ status }: Pick<Schemas['Bulk'], 'status'>): boolean =>
  status === 'running' || status === 'paused' || status === 'waiting_for_second_person';

export function BulkTag({ status }: { status: Status }) {
  const { say } = useDesk();
  return <Tag standing={STANDING_OF[status]}>{say(`desk.bulk.status.${status}`)}</Tag>;
}
