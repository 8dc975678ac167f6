import { withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { Link } from '../../shared/ui/button';
import { Icon } from '../../shared/ui/icons';
import { useWords } from '../../shared/words/words';
import { useSubscriptions } from '../account/use-subscriptions';
import { seatsAddress } from './seats-address';
import './seats-waiting.css';

/** On every page of an account while seats that were bought wait for people; it goes when they have them, and not before. */
export function SeatsWaiting({ accountId }: { accountId: Schemas['Id'] }) {
  const { say } = useWords();
  const { data } = useSubscriptions(accountId);
  const waiting = data?.pages.flatMap(({ items }) => items).filter(({ newSeats }) => newSeats > 0) ?? [];
  if (waiting.length === 0) return null;
  return (
    <ul className="seats-waiting">
      {waiting.map(({ subscriptionId, newSeats, names, productId }) => (
        <li key={subscriptionId}>
          <Icon name="clock" />
          <span>{say('ui.billing.seats_waiting.title', { count: newSeats, product: names.product ?? productId })}</span>
          <Link href={withAccount(seatsAddress(subscriptionId), accountId)}>
            {say('ui.billing.seats_waiting.go', { count: newSeats })}
          </Link>
        </li>
      ))}
    </ul>
  );
}
