import { Link as KitLink } from 'react-aria-components';
import { withAccount } from '../../../shared/api/account';
import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Link } from '../../../shared/ui/button';
import { Sheet } from '../../../shared/ui/standing';
import { useDesk } from '../../words/desk-words';
import { CopyButton } from '../money/copy-button';
import './customer.css';

interface CustomerSideProps {
  order: Schemas['Order'];
  account: Schemas['AccountView'] | undefined;
}

/** The order as its customer sees it: their page, an answer in their language, and their seats. */
export function CustomerSide({ order, account }: CustomerSideProps) {
  const { say } = useDesk();
  const { changeId, accountId, reply, changes } = order;
  return (
    <Sheet label={say('desk.order.customer_side')}>
      <h2>{say('desk.order.customer_side')}</h2>
      {reply !== null && (
        <>
          <blockquote className="ready-answer" {...(account === undefined ? {} : { lang: account.locale })}>
            {reply}
          </blockquote>
          <CopyButton text={reply} aloud={say('desk.order.copy.reply')} />
        </>
      )}
      <p>
        <KitLink
          href={withAccount(`/billing/orders/${encodeURIComponent(changeId)}`, accountId)}
          target="_blank"
          rel="noopener"
          className="link"
        >
          {say('desk.order.customer_page')}
        </KitLink>
      </p>
      {changes.map(({ subscriptionId }) => (
        <Seats key={subscriptionId} subscriptionId={subscriptionId} />
      ))}
    </Sheet>
  );
}

function Seats({ subscriptionId }: { subscriptionId: string }) {
  const { say } = useDesk();
  const { data } = useReading('GET /v1/subscriptions/{subscriptionId}', { params: { subscriptionId } });
  if (data === undefined) return null;
  const { names, seats, assignedSeats, freeSeats, newSeats } = data;
  return (
    <p>
      {say('desk.order.seats', {
        product: names.product ?? subscriptionId,
        seats,
        assigned: assignedSeats,
        free: freeSeats,
      })}{' '}
      {newSeats > 0 && <Link href="/desk/seats">{say('desk.order.seats.new', { count: newSeats })}</Link>}
    </p>
  );
}
