import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { useIntention } from '../../shared/api/intention';
import { useKept } from '../../shared/api/kept';
import { ApiProblem, isPassing } from '../../shared/api/problems';
import { Button, Link } from '../../shared/ui/button';
import { Checkbox, NumberField, TextField } from '../../shared/ui/fields';
import { Notice } from '../../shared/ui/notice';
import { Sheet } from '../../shared/ui/standing';
import { useWhy, type Why, WhyFields } from '../parts/why-fields';
import { useDesk } from '../words/desk-words';
import type { BulkEvent, BulkOrders } from './wish';
import './bulk.css';

type Request = Schemas['BulkRequest'];

/** Orders a minute. */
const USUAL_PACE = 300;
const MOST = 3_000;

interface SendBulkProps {
  event: BulkEvent;
  orders: BulkOrders;
  preview: Schemas['BulkPreview'];
}

/**
 * Why, how fast, and the button: however often it is pressed, what is meant has one key and is one bulk. The key is that of the act and
 * its orders: after a lost answer another pace or reason makes no second bulk, but is told that there may be a first one.
 */
export function SendBulk({ event, orders, preview }: SendBulkProps) {
  const { say } = useDesk();
  const { ask } = useApi();
  const navigate = useNavigate();
  const name = `bulk.${event}.${JSON.stringify(orders)}`;
  const intention = useIntention(name);
  const why = useWhy(name, event);
  const [pace, setPace, forgetPace] = useKept(`${name}.pace`, USUAL_PACE);
  const [message, setMessage, forgetMessage] = useKept(`${name}.message`, '');
  const [isConfirmed, setConfirmed] = useState(false);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const mustConfirm = event === 'RETRY_NEW_KEY';
  const send = async (): Promise<void> => {
    setTried(true);
    const given = why.given();
    if (given === null || (mustConfirm && !isConfirmed)) return;
    setBusy(true);
    setFailure(null);
    try {
      const body = { event: eventOf(event, given, message), ...orders, perMinute: pace };
      const { bulkId } = await ask('POST /v1/bulk-events', { body, idempotencyKey: intention.key() });
      intention.end();
      for (const forget of [why.forget, forgetPace, forgetMessage]) forget();
      await navigate({ to: '/desk/bulk/$bulkId', params: { bulkId }, replace: true });
    } catch (error) {
      // Nobody knows whether one without an answer was taken: its key is kept, also where it comes back with another body.
      if (!isPassing(error) && !wasSentBefore(error)) intention.end();
      setFailure(error);
      setBusy(false);
    }
  };
  const { label, total, needsSecondPerson } = preview;
  return (
    <Sheet label={say('desk.bulk.send.title')}>
      <h2>{say('desk.bulk.send.title')}</h2>
      <WhyFields {...why.fields} />
      {event === 'DECLINE_HANDOVER' && (
        <TextField
          id="bulk-message"
          label={say('desk.bulk.send.message')}
          hint={say('desk.bulk.send.message.hint')}
          value={message}
          onChange={setMessage}
        />
      )}
      {mustConfirm && (
        <Checkbox isSelected={isConfirmed} onChange={setConfirmed} isInvalid={isTried && !isConfirmed}>
          {say('desk.bulk.send.confirm')}
        </Checkbox>
      )}
      <div className="bulk-pace">
        <NumberField
          id="bulk-pace"
          label={say('desk.bulk.pace')}
          hint={say('desk.bulk.lasts', { minutes: Math.ceil(total / pace) })}
          value={pace}
          onChange={(value) => setPace(Number.isFinite(value) ? value : USUAL_PACE)}
          least={1}
          most={MOST}
        />
      </div>
      {needsSecondPerson && (
        <Notice kind="info" title={say('desk.bulk.second.title')} level={3}>
          <p>{say('desk.bulk.second.text')}</p>
        </Notice>
      )}
      {wasSentBefore(failure) ? (
        <SentBefore
          onAnew={() => {
            intention.end();
            void send();
          }}
        />
      ) : (
        failure !== null && <Failure error={failure} onRetry={() => void send()} />
      )}
      <div className="acts">
        <Button isBusy={isBusy} onPress={() => void send()}>
          {say(needsSecondPerson ? 'desk.bulk.send.ask' : 'desk.bulk.send', { act: label, count: total })}
        </Button>
      </div>
    </Sheet>
  );
}

const wasSentBefore = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'idempotency_key_reused';

/** Says that what is sent was sent before in another form, and leads to what may have become of that. */
function SentBefore({ onAnew }: { onAnew(): void }) {
  const { say } = useDesk();
  return (
    <Notice kind="wait" title={say('desk.bulk.send.before.title')} level={3} isAnnounced>
      <p>{say('desk.bulk.send.before.text')}</p>
      <div className="acts">
        <Link href="/desk/bulk">{say('desk.bulk.send.before.list')}</Link>
        <Button kind="quiet" isSmall onPress={onAnew}>
          {say('desk.bulk.send.before.anew')}
        </Button>
      </div>
    </Notice>
  );
}

function eventOf(type: BulkEvent, why: Why, message: string): Request['event'] {
  const said = message.trim();
  const more =
    type === 'RETRY_NEW_KEY'
      ? { confirmed: true }
      : type === 'DECLINE_HANDOVER' && said !== ''
        ? { message: said }
        : {};
  // The events of the form are those that ask for no more than this.
  return { type, ...more, ...why } as Request['event'];
}
