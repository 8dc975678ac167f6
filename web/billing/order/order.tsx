import { useParams } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, useRef } from 'react';
import { useAccountInAddress, useShownAccount, withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { LostSince } from '../../shared/live/lost-line';
import { useReadingOrder } from '../../shared/order/reading-order';
import { Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { Page } from '../../shared/ui/page';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { Agreed } from '../agreed/agreed';
import { Cart } from '../cart/cart';
import { Checkout } from '../checkout/checkout';
import { Confirmation } from '../confirmation/confirmation';
import { Ended } from '../ended/ended';
import { HandedOver } from '../handed-over/handed-over';
import { Stopped } from '../stopped/stopped';
import { UnderWay } from '../under-way/under-way';
import { isBeingPriced, type OrderStage, stageOf } from './stage';

type Shown = Schemas['Order'];

const SCREEN_OF: Readonly<Record<OrderStage, ComponentType<{ order: Shown }>>> = {
  cart: Cart,
  checkout: Checkout,
  under_way: UnderWay,
  handed_over: HandedOver,
  agreed: Agreed,
  stopped: Stopped,
  confirmed: Confirmation,
  ended: Ended,
};

/** An order from the cart to its end, at one address: the screen is that of its stage, and follows it. */
export function Order() {
  const { changeId = '' } = useParams({ strict: false });
  const { data, error, refetch, lostSince } = useReadingOrder(changeId);
  const order = data !== undefined && 'headline' in data ? data : undefined;
  useAccountInAddress(order?.accountId);
  const stage = useStage(order);
  if (order !== undefined) {
    const Screen = SCREEN_OF[stage ?? stageOf(order)];
    return (
      <LostSince value={lostSince}>
        <Screen order={order} />
      </LostSince>
    );
  }
  return (
    <Unread>
      {data !== undefined && <Starting />}
      {data === undefined && error !== null && <Failure error={error} onRetry={refetch} />}
      {data === undefined && error === null && <Reading />}
    </Unread>
  );
}

/** An order that is priced anew, e.g. with a VAT number, stays on the screen that its reader was at. */
function useStage(order: Shown | undefined): OrderStage | undefined {
  const last = useRef<OrderStage>(undefined);
  if (order === undefined) return undefined;
  const isBefore = last.current === 'cart' || last.current === 'checkout';
  if (!(isBefore && isBeingPriced(order))) last.current = stageOf(order);
  return last.current;
}

function Unread({ children }: { children: ReactNode }) {
  const { say } = useWords();
  const { accountId } = useShownAccount();
  return (
    <Page
      title={say('ui.billing.order.title')}
      back={<Link href={withAccount('/billing/orders', accountId)}>{say('ui.billing.orders.title')}</Link>}
    >
      {children}
    </Page>
  );
}

function Starting() {
  const { say } = useWords();
  return <Notice kind="info" title={say('ui.billing.order.starting')} isAnnounced />;
}

const Reading = () => (
  <Sheet>
    <p>
      <Skeleton width="80%" />
    </p>
    <p>
      <Skeleton width="60%" />
    </p>
  </Sheet>
);
