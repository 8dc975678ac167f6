import { useState } from 'react';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Link } from '../../shared/ui/button';
import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';
import type { Foreseen } from './acts/open-act';
import { OrderActs } from './acts/order-acts';
import { OrderChart } from './chart/order-chart';
import { CustomerSide } from './customer/customer-side';
import { Evidence } from './evidence/evidence';
import { OrderHead } from './head/order-head';
import { StandingLine } from './head/standing-line';
import { OrderMoney } from './money/order-money';
import { OrderNotes } from './notes/order-notes';
import './order-screen.css';
import { OrderTimeline } from './timeline/order-timeline';
import { useMovesReadAgain } from './timeline/use-moves';

type Move = Schemas['TimelineMove'];

/** All of one order, in three columns where there is room. What can be done comes first for whoever reads one after the other. */
export function OrderScreen({ order }: { order: Schemas['Order'] }) {
  const { say } = useDesk();
  const { changeId, accountId } = order;
  const { data: account } = useReading('GET /v1/accounts/{accountId}', { params: { accountId } });
  const payments = useReading('GET /v1/changes/{changeId}/payments', { params: { changeId } });
  const [foreseen, setForeseen] = useState<Foreseen | null>(null);
  const [moment, setMoment] = useState<Move | null>(null);
  useMovesReadAgain(order);
  const about = { order, zone: account?.timeZone ?? null };
  return (
    <Page
      isWide
      title={order.headline}
      back={<Link href="/desk">{say('desk.queue.title')}</Link>}
      lead={<StandingLine {...about} />}
    >
      <OrderHead order={order} account={account} payments={payments} />
      <div className="desk-order">
        <div className="desk-order-acts">
          <OrderActs {...about} onForeseen={setForeseen} />
        </div>
        <div className="desk-order-chart">
          <OrderChart {...about} foreseen={foreseen} moment={moment} />
          <OrderMoney {...about} payments={payments} />
        </div>
        <div className="desk-order-events">
          <OrderNotes {...about} />
          <OrderTimeline {...about} onMoment={setMoment} />
          <CustomerSide order={order} account={account} />
          <Evidence {...about} />
        </div>
      </div>
    </Page>
  );
}
