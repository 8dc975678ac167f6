import { useEffect, useState } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { useKept } from '../../../shared/api/kept';
import { Sheet } from '../../../shared/ui/standing';
import { useDesk } from '../../words/desk-words';
import { SecondPerson } from '../second-person/second-person';
import { ActGone } from './act-gone';
import { ActPanel } from './act-panel';
import { ActRow } from './act-row';
import './acts.css';
import { OF_THE_CUSTOMER } from './act-fields';
import type { SentAct } from './effect';
import { NotNowList } from './not-now-list';
import type { Foreseen, OpenAct } from './open-act';
import { Outcome } from './outcome';
import { useActsKey } from './use-acts-key';

type Order = Schemas['Order'];
type EventName = Schemas['OrderEventName'];

interface OrderActsProps {
  order: Order;
  zone: string | null;
  onForeseen(foreseen: Foreseen | null): void;
}

/** Everything that can be done to the order, what became of what was done, and why the rest is not offered. */
export function OrderActs({ order, zone, onForeseen }: OrderActsProps) {
  const { say } = useDesk();
  const { changeId } = order;
  const [open, setOpen] = useKept<OpenAct | null>(`${changeId}.open`, firstOf(order));
  const [sent, setSent] = useKept<SentAct | null>(`${changeId}.sent`, null);
  const [inFocus, setInFocus] = useState<EventName | null>(null);
  const isAt = useActsKey();
  const acts = order.acts
    .filter(({ type }) => !OF_THE_CUSTOMER.has(type))
    .sort((one, other) => TONES.indexOf(one.tone) - TONES.indexOf(other.tone));
  const lookedAt = inFocus ?? open?.type ?? null;
  useEffect(() => {
    if (lookedAt === null) onForeseen(null);
  }, [lookedAt, onForeseen]);
  // What was typed for an act that is not offered any more stays.
  const isGone = open !== null && acts.every(({ type }) => type !== open.type);
  const close = (): void => setOpen(null);
  return (
    <Sheet label={say('desk.order.acts')}>
      <h2 ref={isAt} tabIndex={-1}>
        {say('desk.order.acts')}
      </h2>
      {sent !== null && <Outcome sent={sent} order={order} zone={zone} />}
      <SecondPerson order={order} zone={zone} sent={sent} onSent={setSent} />
      {acts.length === 0 && <p className="second">{say('desk.order.acts.none')}</p>}
      <ul className="desk-acts">
        {acts.map((act) => (
          <ActRow
            key={act.type}
            act={act}
            order={order}
            isOpen={open?.type === act.type}
            onToggle={(isOpen) => setOpen(isOpen ? openedAt(act, order) : null)}
            onFocus={(has) => setInFocus(has ? act.type : null)}
            {...(lookedAt === act.type ? { onForeseen } : {})}
          >
            {open?.type === act.type && (
              <ActPanel
                act={act}
                open={open}
                order={order}
                zone={zone}
                {...(lookedAt === act.type ? { onForeseen } : {})}
                onSeen={() => setOpen(openedAt(act, order))}
                onSent={(done) => {
                  setSent(done);
                  close();
                }}
              />
            )}
          </ActRow>
        ))}
        {isGone && (
          <li className="desk-act open">
            <h3>{open.label}</h3>
            <ActGone open={open} order={order} zone={zone} onClose={close} />
          </li>
        )}
      </ul>
      <NotNowList order={order} />
    </Sheet>
  );
}

/** The way forward first, what gives something up last. */
const TONES: readonly Schemas['Act']['tone'][] = ['primary', 'neutral', 'danger'];

const openedAt = ({ type, label }: Schemas['Act'], { sequence, updatedAt }: Order): OpenAct => ({
  type,
  label,
  sequence,
  at: updatedAt,
});

/** An order that waits for us shows the way forward at once. */
function firstOf(order: Order): OpenAct | null {
  const isOurs = order.waits === 'stuck' || order.waits === 'support' || order.waits === 'advisor';
  const first = order.acts.find(({ tone, needsReason }) => tone === 'primary' && needsReason);
  return isOurs && first !== undefined ? openedAt(first, order) : null;
}
