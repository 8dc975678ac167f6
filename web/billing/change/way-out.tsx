import { useState } from 'react';
import { Button } from '../../shared/ui/button';
import { useWords } from '../../shared/words/words';
import type { FieldFault } from './faults';
import { TakeSeatsBack } from './take-seats-back';
import type { SubscriptionNow } from './wish';

interface WayOutProps {
  fault: FieldFault;
  now: SubscriptionNow;
  /** As wanted; null where it is no number. */
  seats: number | null;
  onTake(seats: number): void;
  /** Seats were taken back from people. */
  onFreed(): void;
}

/** What would do in place of a number of seats that is refused, or what to do for it to be taken. */
export function WayOut({ fault: { wouldDo, isAboutPeople }, now, seats, onTake, onFreed }: WayOutProps) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const toFree = isAboutPeople && seats !== null ? now.assignedSeats - seats : 0;
  return (
    <>
      <div className="way-out">
        {wouldDo !== null && (
          <Button kind="plain" isSmall onPress={() => onTake(wouldDo)}>
            {say('ui.billing.change.seats.take', { seats: wouldDo })}
          </Button>
        )}
        {toFree > 0 && !isOpen && (
          <Button kind="plain" isSmall onPress={() => setOpen(true)}>
            {say('ui.billing.change.seats.people')}
          </Button>
        )}
      </div>
      {toFree > 0 && isOpen && <TakeSeatsBack subscriptionId={now.subscriptionId} toFree={toFree} onTaken={onFreed} />}
    </>
  );
}
