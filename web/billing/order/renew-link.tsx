import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Button } from '../../shared/ui/button';
import { useOrderEvent } from './use-order-event';

/** A new link to the bank for a payment whose link was not used in time; nothing where the order does not take that. */
export function RenewLink({ order }: { order: Schemas['Order'] }) {
  const { underWay, failure, send } = useOrderEvent(order);
  const act = order.acts.find(({ type }) => type === 'RENEW_PAYMENT_LINK');
  if (act === undefined) return null;
  return (
    <>
      {failure !== null && <Failure error={failure} />}
      <Button kind="quiet" isSmall isBusy={underWay !== null} onPress={() => void send({ type: 'RENEW_PAYMENT_LINK' })}>
        {act.label}
      </Button>
    </>
  );
}
