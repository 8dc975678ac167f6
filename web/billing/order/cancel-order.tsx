import { useState } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Button } from '../../shared/ui/button';
import { Dialog } from '../../shared/ui/dialog';
import { useWords } from '../../shared/words/words';
import { useOrderEvent } from './use-order-event';

interface CancelOrderProps {
  order: Schemas['Order'];
  /** What becomes of the order, its money and the subscription, in words. */
  effect: string;
}

/** Calls an order off, once its effect was read. Nothing where the order does not take that now. */
export function CancelOrder({ order, effect }: CancelOrderProps) {
  const { say } = useWords();
  const { underWay, failure, send } = useOrderEvent(order);
  const [isOpen, setOpen] = useState(false);
  const act = order.acts.find(({ type }) => type === 'CANCEL');
  if (act === undefined) return null;
  const cancel = async (): Promise<void> => {
    await send({ type: 'CANCEL' });
    setOpen(false);
  };
  return (
    <>
      {failure !== null && <Failure error={failure} />}
      <div className="acts">
        <Button kind="quiet" onPress={() => setOpen(true)}>
          {act.label}
        </Button>
      </div>
      <Dialog
        title={say('ui.billing.cancel.title')}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        buttons={
          <>
            <Button onPress={() => void cancel()} isBusy={underWay === 'CANCEL'}>
              {act.label}
            </Button>
            <Button kind="plain" onPress={() => setOpen(false)}>
              {say('ui.billing.cancel.keep')}
            </Button>
          </>
        }
      >
        <p>{effect}</p>
      </Dialog>
    </>
  );
}
