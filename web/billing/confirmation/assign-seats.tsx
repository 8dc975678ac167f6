import { withAccount } from '../../shared/api/account';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { LinkButton } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import { seatsAddress } from '../seats/seats-address';

interface AssignSeatsProps {
  order: Pick<Schemas['Order'], 'accountId'>;
  quote: Pick<Schemas['Quote'], 'changes'>;
}

/** The way to who gets the seats that the order brought; nothing where all of them are assigned. */
export function AssignSeats({ order: { accountId }, quote: { changes } }: AssignSeatsProps) {
  const { say } = useWords();
  const { data } = useReading('GET /v1/subscriptions', { query: { accountId } });
  const added = changes.filter(({ seatsAdded }) => seatsAdded > 0).map(({ subscriptionId }) => subscriptionId);
  const waiting = data?.items.filter(
    ({ subscriptionId, freeSeats }) => added.includes(subscriptionId) && freeSeats > 0,
  );
  return waiting?.map(({ subscriptionId, freeSeats, names, productId }, index) => (
    <Notice
      key={subscriptionId}
      kind="wait"
      title={say('ui.billing.confirmed.seats', { count: freeSeats, product: names.product ?? productId })}
    >
      <p>{say('ui.billing.confirmed.seats.text')}</p>
      <p>
        <LinkButton href={withAccount(seatsAddress(subscriptionId), accountId)} kind={index === 0 ? 'filled' : 'quiet'}>
          {say('ui.billing.confirmed.seats.go', { count: freeSeats })}
        </LinkButton>
      </p>
    </Notice>
  ));
}
