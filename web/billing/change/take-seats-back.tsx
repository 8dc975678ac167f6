import { useEffect, useRef, useState } from 'react';
import { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Button, UnavailableButton } from '../../shared/ui/button';
import { Checkbox } from '../../shared/ui/fields';
import { More } from '../../shared/ui/more';
import { useWords } from '../../shared/words/words';
import { type Seated, useSeating } from '../seats/seating';

interface TakeSeatsBackProps {
  subscriptionId: Schemas['Id'];
  /** Number of people who have to give their seats up for what is wanted. */
  toFree: number;
  /** Seats were taken back: what is wanted may do now. */
  onTaken(): void;
}

/** Who has a seat, to be ticked until as many are free as what is wanted needs; nothing typed beside it is lost. */
export function TakeSeatsBack({ subscriptionId, toFree, onTaken }: TakeSeatsBackProps) {
  const { say } = useWords();
  const [ticked, setTicked] = useState<readonly Seated[]>([]);
  const seating = useSeating(subscriptionId);
  const area = useRef<HTMLFieldSetElement>(null);
  // The button that opened it is gone.
  useEffect(() => area.current?.focus(), []);
  const found = usePages('GET /v1/subscriptions/{subscriptionId}/seats', { params: { subscriptionId } });
  const holders = found.data?.pages.flatMap(({ items }) => items);
  const left = toFree - ticked.length;
  const tick = (person: Seated, isOn: boolean): void =>
    setTicked(isOn ? [...ticked, person] : ticked.filter(({ userId }) => userId !== person.userId));
  const takeBack = async (): Promise<void> => {
    const isDone = await seating.takeBackMany(ticked);
    setTicked([]);
    if (isDone) onTaken();
  };
  const label = say('ui.billing.take_back.do', { count: ticked.length });
  return (
    <fieldset className="take-back" ref={area} tabIndex={-1}>
      <legend>{say('ui.billing.take_back.title')}</legend>
      <p role="status">{say('ui.billing.take_back.left', { left: Math.max(0, left) })}</p>
      {seating.failure !== null && <Failure error={seating.failure} />}
      {found.error !== null && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      <ul className="rows">
        {holders?.map(({ userId, name }) => {
          const person = { userId, name: name ?? userId };
          return (
            <li key={userId}>
              <Checkbox
                isSelected={ticked.some((one) => one.userId === userId)}
                onChange={(isOn) => tick(person, isOn)}
              >
                {person.name}
              </Checkbox>
            </li>
          );
        })}
      </ul>
      <More
        hasMore={found.hasNextPage}
        isReading={found.isFetchingNextPage}
        onMore={() => void found.fetchNextPage()}
        aloud={say('ui.billing.seats.more')}
      />
      {ticked.length === 0 ? (
        <UnavailableButton kind="quiet" isSmall why={say('ui.billing.seats.choose_first')}>
          {label}
        </UnavailableButton>
      ) : (
        <Button kind="quiet" isSmall isBusy={seating.busy.size > 0} onPress={() => void takeBack()}>
          {label}
        </Button>
      )}
    </fieldset>
  );
}
