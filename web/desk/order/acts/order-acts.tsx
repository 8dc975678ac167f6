import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { useKept } from '../../../shared/api/kept';
import { Sheet } from '../../../shared/ui/standing';
import { useDesk } from '../../words/desk-words';
import { SecondPerson } from '../second-person/second-person';
import { OF_THE_CUSTOMER } from './act-fields';
import { ActGone } from './act-gone';
import { ActPanel } from './act-panel';
import { ActRow } from './act-row';
import './acts.css';
import { judged, type SentAct, sentUpon } from './effect';
import { NotNowList } from './not-now-list';
import type { Foreseen } from './open-act';
import { Outcome } from './outcome';
import { useActsKey } from './use-acts-key';
import { openedAt, useOpenAct } from './use-open-act';
import { type ActBody, useSendAct } from './use-send-act';
import { useStandingStill } from './use-standing-still';

type Order = Schemas['Order'];
type ActName = Schemas['OrderActName'];

interface OrderActsProps {
  order: Order;
  zone: string | null;
  onForeseen(foreseen: Foreseen | null): void;
}

/** Everything that can be done to the order, what became of what was done, and why the rest is not offered. */
export function OrderActs({ order: asItIs, zone, onForeseen }: OrderActsProps) {
  const { say } = useDesk();
  const { changeId } = asItIs;
  const sending = useSendAct(changeId);
  // An order that moves by one's own act has not moved on, whatever is told before its answer.
  const order = useStandingStill(asItIs, sending.isBusy || sending.isUnanswered);
  const [open, setOpen] = useOpenAct(order);
  const [sent, setSent] = useKept<SentAct | null>(`${changeId}.sent`, null);
  const [isSentHere, setSentHere] = useState(false);
  const [inFocus, setInFocus] = useState<ActName | null>(null);
  const heading = useActsKey();
  const toHeading = (): void => heading.current?.focus();
  const acts = order.acts
    .filter(({ type }) => !OF_THE_CUSTOMER.has(type))
    .sort((one, other) => TONES.indexOf(one.tone) - TONES.indexOf(other.tone));
  const isOffered = (type: ActName): boolean => acts.some((act) => act.type === type);
  const lookedAt = [inFocus, open?.type].find((type) => type != null && isOffered(type)) ?? null;
  useEffect(() => {
    if (lookedAt === null) onForeseen(null);
  }, [lookedAt, onForeseen]);
  // What was typed for an act that is not offered any more stays.
  const isGone = open !== null && !isOffered(open.type);
  const wasOffered = useRef<ActName>(null);
  if (open !== null && !isGone) wasOffered.current = open.type;
  const sentHere = (done: SentAct): void => {
    setSent(done);
    setSentHere(true);
    // What becomes of a request is told further down.
    if (done.grantId !== null) toHeading();
  };
  const send = async (act: Schemas['Act'], event: ActBody): Promise<boolean> => {
    const taken = await sending.send(event, order.sequence);
    if (taken === null) return false;
    const upon = sentUpon(act, order, taken.grantId);
    sentHere(taken.order === null ? upon : judged(upon, taken.order));
    setOpen(null);
    return true;
  };
  const close = (): void => {
    sending.forget();
    setOpen(null);
    toHeading();
  };
  return (
    <Sheet label={say('desk.order.acts')}>
      <h2 ref={heading} tabIndex={-1}>
        {say('desk.order.acts')}
      </h2>
      {sent !== null && (
        <Outcome key={sent.at} sent={sent} order={asItIs} zone={zone} takesFocus={isSentHere} onJudged={setSent} />
      )}
      <SecondPerson order={asItIs} zone={zone} sent={sent} onSent={sentHere} onRejected={toHeading} onEnded={setSent} />
      {acts.length === 0 && <p className="second">{say('desk.order.acts.none')}</p>}
      <ul className="desk-acts">
        {acts.map((act) => (
          <ActRow
            key={act.type}
            act={act}
            order={order}
            isOpen={open?.type === act.type}
            onToggle={(isOpen) => {
              if (sending.isBusy) return;
              sending.forget();
              setOpen(isOpen ? openedAt(act, asItIs) : null);
            }}
            onFocus={(has) => setInFocus(has ? act.type : null)}
            {...(lookedAt === act.type ? { onForeseen } : {})}
          >
            {open?.type === act.type && (
              <ActPanel
                act={act}
                open={open}
                order={order}
                zone={zone}
                sending={sending}
                {...(lookedAt === act.type ? { onForeseen } : {})}
                onSeen={() => setOpen(openedAt(act, asItIs))}
                onSend={(event) => send(act, event)}
              />
            )}
          </ActRow>
        ))}
        {isGone && (
          <li className="desk-act open">
            <h3>{open.label}</h3>
            <ActGone
              open={open}
              order={order}
              zone={zone}
              failure={sending.failure}
              takesFocus={wasOffered.current === open.type}
              onClose={close}
            />
          </li>
        )}
      </ul>
      <NotNowList order={order} />
    </Sheet>
  );
}

/** The way forward first, what gives something up last. */
const TONES: readonly Schemas['Act']['tone'][] = ['primary', 'neutral', 'danger'];
