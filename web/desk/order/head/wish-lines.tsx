import type { Schemas } from '../../../shared/api/api-types';
import { useDesk } from '../../words/desk-words';

type Order = Pick<Schemas['Order'], 'quote' | 'changes' | 'names'>;

/** What an order changes, a line a subscription: only what becomes other, or what was wished for where it has no quote. */
export function WishLines({ order: { quote, changes, names } }: { order: Order }) {
  if (quote !== null) return quote.changes.map((one) => <Quoted key={one.subscriptionId} change={one} />);
  return changes.map((one) => (
    <Wished
      key={one.subscriptionId}
      change={one}
      name={names.find((name) => name.subscriptionId === one.subscriptionId)}
    />
  ));
}

function Quoted({ change }: { change: Schemas['QuotedChange'] }) {
  const { say } = useDesk();
  const { subscriptionId, names, before, after } = change;
  const [from, to] = [before.frequency, after.frequency];
  return (
    <span className="wish-line">
      <span>{names?.product ?? subscriptionId}</span>
      {before.tierId !== after.tierId && (
        <span>
          {say('desk.order.wish.tier', {
            before: names?.tierBefore ?? before.tierId,
            after: names?.tierAfter ?? after.tierId,
          })}
        </span>
      )}
      {before.seats !== after.seats && (
        <span>{say('desk.order.wish.seats', { before: before.seats, after: after.seats })}</span>
      )}
      {from !== to && <span>{say('desk.order.wish.frequency', { before: from, after: to })}</span>}
    </span>
  );
}

interface WishedProps {
  change: Schemas['Change'];
  name: Schemas['Order']['names'][number] | undefined;
}

function Wished({ change: { subscriptionId, tierId, seats, frequency }, name }: WishedProps) {
  const { say } = useDesk();
  return (
    <span className="wish-line">
      <span>{name?.product ?? subscriptionId}</span>
      {tierId !== undefined && <span>{name?.tierAfter ?? tierId}</span>}
      {seats !== undefined && <span>{say('desk.order.wish.seats_to', { seats })}</span>}
      {frequency !== undefined && <span>{say('desk.order.field.frequency.name', { frequency })}</span>}
    </span>
  );
}
