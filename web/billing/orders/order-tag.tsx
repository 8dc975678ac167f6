import type { Schemas } from '../../shared/api/api-types';
import { type Standing, Tag } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';

type Waits = NonNullable<Schemas['OrderListItem']['waits']>;

const STANDING_OF: Readonly<Record<Waits, Standing>> = {
  customer: 'wait',
  customer_confirmation: 'wait',
  payment: 'work',
  vat_register: 'work',
  support: 'work',
  advisor: 'work',
  period_end: 'work',
  fulfilment: 'work',
  stuck: 'stuck',
};

/** Whose turn it is with an order, or that it is over. */
export function OrderTag({ order }: { order: Pick<Schemas['OrderListItem'], 'waits' | 'done' | 'state'> }) {
  const { say } = useWords();
  const { waits, done, state } = order;
  if (waits !== null) return <Tag standing={STANDING_OF[waits]}>{say(`ui.billing.waits.${waits}`)}</Tag>;
  if (!done) return <Tag standing="work">{say('ui.billing.order.under_way')}</Tag>;
  if (state === 'completed') return <Tag standing="done">{say('ui.billing.order.completed')}</Tag>;
  return <Tag standing="wait">{say('ui.billing.order.ended')}</Tag>;
}
