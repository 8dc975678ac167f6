import { useEffect } from 'react';
import { useReading } from '../../../shared/api/api';
import { Notice } from '../../../shared/ui/notice';
import { useDesk } from '../../words/desk-words';
import type { SentAct } from '../acts/effect';
import { LOOKS_EVERY } from './looks-every';

interface RequestOverProps {
  sent: SentAct;
  grantId: string;
  onSent(sent: SentAct | null): void;
}

/** Tells whoever asked what became of their request; one that was approved is judged by the order from then on. */
export function RequestOver({ sent, grantId, onSent }: RequestOverProps) {
  const { say } = useDesk();
  const { data } = useReading(
    'GET /v1/requests/{grantId}',
    { params: { grantId } },
    { refetchInterval: (found) => (found?.closed == null ? LOOKS_EVERY : false) },
  );
  const closed = data?.closed ?? null;
  const isDone = closed?.as === 'approved' || closed?.as === 'used';
  useEffect(() => {
    if (isDone) onSent({ ...sent, grantId: null });
  }, [isDone, sent, onSent]);
  if (closed === null || isDone) return null;
  const title = say('desk.order.request.over', { as: closed.as, act: sent.label, by: closed.by ?? '' });
  return (
    <Notice kind="wait" level={3} title={title} isAnnounced>
      {closed.reason !== null && <p>{closed.reason}</p>}
    </Notice>
  );
}
