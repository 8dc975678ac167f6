import type { ReactNode } from 'react';
import { withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { LostLine } from '../../shared/live/lost-line';
import { Link } from '../../shared/ui/button';
import { Page } from '../../shared/ui/page';
import { useWords } from '../../shared/words/words';
import { SeatsWaiting } from '../seats/seats-waiting';
import './order.css';

interface OrderPageProps {
  order: Pick<Schemas['Order'], 'accountId' | 'headline'>;
  /** The headline of the order where a screen has no title of its own. */
  title?: string;
  lead?: ReactNode;
  titlePrefix?: string | undefined;
  /** What is read and done, in the order of its importance. */
  children: ReactNode;
  /** The screen says itself that seats wait for people. */
  speaksOfSeats?: boolean;
  /** What it costs; beside the other where there is room. */
  aside?: ReactNode;
}

/** A screen of an order, whatever its stage: the way back to all orders, and two columns where there is room. */
export function OrderPage(props: OrderPageProps) {
  const { order, title, lead, titlePrefix, children, aside, speaksOfSeats = false } = props;
  const { say } = useWords();
  return (
    <Page
      title={title ?? order.headline}
      back={<Link href={withAccount('/billing/orders', order.accountId)}>{say('ui.billing.orders.title')}</Link>}
      {...(lead === undefined ? {} : { lead })}
      {...(titlePrefix === undefined ? {} : { titlePrefix })}
    >
      <LostLine />
      {!speaksOfSeats && <SeatsWaiting accountId={order.accountId} />}
      <div className={aside === undefined ? 'order-page alone' : 'order-page'}>
        <div className="order-main">{children}</div>
        {aside}
      </div>
    </Page>
  );
}
