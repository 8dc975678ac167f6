import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { useIntention } from '../../../shared/api/intention';
import { isPassing } from '../../../shared/api/problems';
import { Button } from '../../../shared/ui/button';
import { useDesk } from '../../words/desk-words';

/** Who looks after the order, and one press to take it, to take it over, or to give it back. */
export function OrderAssignee({ order }: { order: Schemas['Order'] }) {
  const { say } = useDesk();
  const { session } = useApi();
  const { data: staff } = useReading('GET /v1/staff', {}, { enabled: order.assignee !== null });
  const { assign, isBusy, failure } = useAssign(order);
  const { assignee } = order;
  const me = session.userId;
  const name = staff?.items.find(({ userId }) => userId === assignee)?.name ?? assignee;
  const isMine = assignee !== null && assignee === me;
  const deed = assignee === null ? 'take' : isMine ? 'give_back' : 'take_over';
  return (
    <>
      {assignee === null ? say('desk.order.assignee.nobody') : isMine ? say('desk.order.assignee.you') : name}
      {session.role !== 'operator' && me !== null && !order.done && (
        <Button
          kind="plain"
          isSmall
          isBusy={isBusy}
          onPress={() => void assign(isMine ? null : me, say(`desk.order.assignee.${deed}.reason`))}
        >
          {say(`desk.order.assignee.${deed}`)}
        </Button>
      )}
      {failure !== null && <Failure error={failure} />}
    </>
  );
}

function useAssign({ changeId, sequence, assignee }: Schemas['Order']) {
  const { ask } = useApi();
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const intention = useIntention(`assign.${changeId}.${sequence}.${assignee}`);
  /** @param reason goes on record, in the language of whoever acts */
  const assign = async (next: string | null, reason: string): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const why = { reasonCode: next === null ? 'handed_on' : 'mine_to_do', reason };
    try {
      await ask('PUT /v1/changes/{changeId}/assignee', {
        params: { changeId },
        body: { assignee: next, assigneeSeen: assignee, ...why },
        idempotencyKey: intention.key(),
        ifMatch: sequence,
      });
      intention.end();
      client.setQueryData(
        ['GET /v1/changes/{changeId}', { params: { changeId } }],
        (shown: Schemas['Order'] | undefined) => (shown === undefined ? shown : { ...shown, assignee: next }),
      );
    } catch (error) {
      if (!isPassing(error)) intention.end();
      setFailure(error);
    } finally {
      await client.invalidateQueries({ queryKey: ['GET /v1/changes/{changeId}'] });
      setBusy(false);
    }
  };
  return { assign, isBusy, failure };
}
