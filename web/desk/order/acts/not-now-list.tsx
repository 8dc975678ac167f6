import type { Schemas } from '../../../shared/api/api-types';
import { Disclosure } from '../../../shared/ui/disclosure';
import { useDesk } from '../../words/desk-words';
import { OF_THE_CUSTOMER } from './act-fields';

/** What is not offered, each with why. */
export function NotNowList({ order: { acts, notNow } }: { order: Schemas['Order'] }) {
  const { say } = useDesk();
  const ofCustomer = acts.filter(({ type }) => OF_THE_CUSTOMER.has(type));
  const rows = [
    ...ofCustomer.map(({ type, label }) => ({ type, label, why: say('desk.order.not_now.customer', { type }) })),
    ...notNow,
  ];
  if (rows.length === 0) return null;
  return (
    <Disclosure title={say('desk.order.not_now', { count: rows.length })}>
      <dl className="not-now">
        {rows.map(({ type, label, why }) => (
          <div key={type}>
            <dt>{label}</dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}
