import { useState } from 'react';
import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { useIntention } from '../../shared/api/intention';
import { isPassing } from '../../shared/api/problems';
import { Button } from '../../shared/ui/button';
import { type Standing, Tag } from '../../shared/ui/standing';
import { At } from '../parts/at';
import { Detail, Details, ListRow } from '../parts/list';
import { useDesk } from '../words/desk-words';

type InboundEvent = Schemas['InboundEvent'];

const STANDING_OF: Readonly<Record<InboundEvent['status'], Standing>> = {
  dead: 'stuck',
  parked: 'wait',
  received: 'work',
  ignored: 'done',
  done: 'done',
};

/** An event from outside, and having it acted on again. Its content is shown to nobody. */
export function InboundRow({ event, onDone }: { event: InboundEvent; onDone(told: string): void }) {
  const { say } = useDesk();
  const { source, eventId, type, reference, gatewayReference, status, attempts, nextAttemptAt, receivedAt } = event;
  const mayHelp = status === 'dead' || status === 'parked';
  return (
    <ListRow
      title={type}
      about={
        <>
          <span>{source}</span>
          <At instant={receivedAt} />
        </>
      }
      side={<Tag standing={STANDING_OF[status]}>{say(`desk.inbound.status.${status}`)}</Tag>}
    >
      <Details>
        {reference !== null && <Detail name={say('desk.inbound.reference')}>{reference}</Detail>}
        {gatewayReference !== null && <Detail name={say('desk.inbound.gateway_reference')}>{gatewayReference}</Detail>}
        <Detail name={say('desk.inbound.event_id')}>{eventId}</Detail>
        {attempts > 0 && <Detail name={say('desk.inbound.attempts')}>{attempts}</Detail>}
        {nextAttemptAt !== null && (
          <Detail name={say('desk.inbound.next')}>
            <At instant={nextAttemptAt} />
          </Detail>
        )}
      </Details>
      {mayHelp && <Redeliver event={event} onDone={onDone} />}
    </ListRow>
  );
}

function Redeliver({ event: { source, eventId, type }, onDone }: { event: InboundEvent; onDone(told: string): void }) {
  const { say } = useDesk();
  const { ask } = useApi();
  const intention = useIntention(`redeliver.${source}.${eventId}`);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const redeliver = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      const params = { source, eventId };
      const after = await ask('POST /v1/inbound-events/{source}/{eventId}/redelivery', {
        params,
        idempotencyKey: intention.key(),
      });
      intention.end();
      onDone(say(`desk.inbound.told.${after.status}`, { type }));
    } catch (error) {
      // Nobody knows whether one without an answer was done: its key is kept.
      if (!isPassing(error)) intention.end();
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {failure !== null && <Failure error={failure} />}
      <div className="acts">
        <Button kind="quiet" isSmall isBusy={isBusy} onPress={() => void redeliver()}>
          {say('desk.inbound.redeliver')}
          <span className="aloud">{type}</span>
        </Button>
      </div>
    </>
  );
}
