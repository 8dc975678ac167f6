import { useState } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Button } from '../../shared/ui/button';
import { Dialog } from '../../shared/ui/dialog';
import { useWords } from '../../shared/words/words';
import { useOrderEvent } from './use-order-event';

interface CancelOrderProps {
  order: Schemas['Order'];
  /** What becomes of the order, the money and the subscription, where that is another than usual. */
  effect?: string;
}

/** Gives an order up, after it was said what that means and asked once more. Nothing where an order cannot be given up now. */
export function CancelOrder({ order, effect }: CancelOrderProps) {
  const { say } = useWords();
  const [isAsked, setAsked] = useState(false);
  const { underWay, failure, send } = useOrderEvent(order);
  const act = order.acts.find(({ type }) => type === 'CANCEL');
  if (act === undefined) return null;
  const cancel = async (): Promise<void> => {
    await send({ type: 'CANCEL' });
    setAsked(false);
  };
  return (
    <>
      {failure !== null && <Failure error={failure} />}
      <div className="acts">
        <Button kind="plain" isSmall onPress={() => setAsked(true)}>
          {act.label}
        </Button>
      </div>
      <Dialog
        title={say('ui.billing.order.cancel.title')}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        buttons={
          <>
            <Button isBusy={underWay !== null} onPress={() => void cancel()}>
              {act.label}
            </Button>
            <Button kind="plain" onPress={() => setAsked(false)}>
              {say('ui.billing.order.cancel.keep')}
            </Button>
          </>
        }
      >
        <p>{effect ?? say('ui.billing.order.cancel.text')}</p>
      </Dialog>
    </>
  );
}
