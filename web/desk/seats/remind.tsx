import { useState } from 'react';
import { useApi, useReading, useSession } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Skeleton } from '../../shared/ui/standing';
import { AskedWhy } from '../parts/act-in-place';
import { Opener } from '../parts/opener';
import { useDesk } from '../words/desk-words';

interface RemindProps {
  subscriptionId: string;
  /** Whose seats they are, for whoever hears the button alone. */
  name: string;
  onReminded(): void;
}

/** Reminds whoever assigns the seats, at once; nothing for operators, who send no customer anything. */
export function Remind({ subscriptionId, name, onReminded }: RemindProps) {
  const { say } = useDesk();
  const { role } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (role === 'operator') return null;
  return (
    <Opener label={say('desk.seats.remind')} aloud={name} isOpen={isOpen} onOpen={setOpen}>
      <AsItIs subscriptionId={subscriptionId} onLeave={() => setOpen(false)} onReminded={onReminded} />
    </Opener>
  );
}

type AsItIsProps = Pick<RemindProps, 'subscriptionId' | 'onReminded'> & { onLeave(): void };

/** The follow-up as it is by now: it may have been reminded of meanwhile, or be over. */
function AsItIs({ subscriptionId, onLeave, onReminded }: AsItIsProps) {
  const { say } = useDesk();
  const { ask } = useApi();
  const { data, error, refetch } = useReading('GET /v1/subscriptions/{subscriptionId}/seat-follow-up', {
    params: { subscriptionId },
  });
  if (data === undefined) {
    return error === null ? <Skeleton width="60%" /> : <Failure error={error} onRetry={() => void refetch()} />;
  }
  if (data === null || !data.allowedEvents.includes('REMIND')) return <p>{say('desk.seats.not_now')}</p>;
  const { sequence } = data;
  const remind = (why: Omit<Schemas['SeatEvent'], 'type'>, idempotencyKey: string) =>
    ask('POST /v1/subscriptions/{subscriptionId}/seat-follow-up/events', {
      params: { subscriptionId },
      body: { type: 'REMIND', ...why },
      idempotencyKey,
      ifMatch: sequence,
    });
  return (
    <AskedWhy
      name={`remind.${subscriptionId}.${sequence}`}
      reasonsOf="REMIND"
      label={say('desk.seats.remind')}
      send={remind}
      onLeave={onLeave}
      onDone={onReminded}
    >
      <p>{say('desk.seats.effect')}</p>
    </AskedWhy>
  );
}
