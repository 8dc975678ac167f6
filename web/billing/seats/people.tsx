import { useEffect, useState } from 'react';
import { withAccount } from '../../shared/api/account';
import { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { useKept } from '../../shared/api/kept';
import { Button, Link, UnavailableButton } from '../../shared/ui/button';
import { TextField } from '../../shared/ui/fields';
import { More } from '../../shared/ui/more';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { PersonRow } from './person-row';
import type { Seated, Seating } from './seating';

/** So many are given a seat at once. */
const MOST_AT_ONCE = 100;
/** Between two letters of a search nothing is asked, in milliseconds. */
const PAUSE = 200;

interface PeopleProps {
  subscription: Schemas['SubscriptionView'];
  seating: Seating;
}

/** The people of the account, to be found, chosen and given seats. */
export function People({ subscription, seating }: PeopleProps) {
  const { say } = useWords();
  const { accountId, subscriptionId } = subscription;
  const [search, setSearch] = useKept(`seats.${subscriptionId}.search`, '');
  const [chosen, setChosen] = useKept<readonly Seated[]>(`seats.${subscriptionId}.chosen`, []);
  const sought = useLater(search.trim());
  const query = { subscriptionId, ...(sought === '' ? {} : { search: sought }) };
  const found = usePages('GET /v1/accounts/{accountId}/people', { params: { accountId }, query }, { keepsOlder: true });
  const people = found.data?.pages.flatMap(({ items }) => items);
  const isChosen = ({ userId }: Seated): boolean => chosen.some((one) => one.userId === userId);
  const choose = (person: Seated, isOn: boolean): void =>
    setChosen(isOn ? [...chosen, person] : chosen.filter(({ userId }) => userId !== person.userId));
  return (
    <Sheet label={say('ui.billing.seats.people')}>
      <h2>{say('ui.billing.seats.people')}</h2>
      <div className="seat-tools">
        <TextField id="seat-search" label={say('ui.billing.seats.search')} value={search} onChange={setSearch} />
        <GiveChosen {...{ subscription, seating, chosen }} onGiven={() => setChosen([])} />
      </div>
      {found.error !== null && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      <p className="aloud" role="status">
        {people !== undefined && sought !== '' && say('ui.billing.seats.found', { count: people.length })}
      </p>
      {people?.length === 0 && <p className="second">{say('ui.billing.seats.nobody')}</p>}
      <ul className="rows" aria-busy={found.isPlaceholderData}>
        {people === undefined && found.error === null && <UnreadPeople />}
        {people?.map((person) => {
          const seated = { userId: person.personId, name: person.name ?? person.personId };
          return (
            <PersonRow
              key={person.personId}
              person={seated}
              about={person.name === null ? null : person.mailAddress}
              hasSeat={person.hasSeat === true}
              choice={{ isChosen: isChosen(seated), choose: (isOn) => choose(seated, isOn) }}
              canGive={subscription.freeSeats > 0}
              seating={seating}
            />
          );
        })}
      </ul>
      <More
        hasMore={found.hasNextPage}
        isReading={found.isFetchingNextPage}
        onMore={() => void found.fetchNextPage()}
        aloud={say('ui.billing.seats.more')}
      />
    </Sheet>
  );
}

interface GiveChosenProps extends PeopleProps {
  chosen: readonly Seated[];
  onGiven(): void;
}

/** One press for all who are chosen; where it cannot be done it says why, and what would do. */
function GiveChosen({ subscription, seating, chosen, onGiven }: GiveChosenProps) {
  const { say } = useWords();
  const { subscriptionId, freeSeats, accountId, nextBill, noBill } = subscription;
  const count = chosen.length;
  const label = say('ui.billing.seats.give_chosen', { count });
  if (count === 0) return <UnavailableButton why={say('ui.billing.seats.choose_first')}>{label}</UnavailableButton>;
  if (count > MOST_AT_ONCE)
    return <UnavailableButton why={say('ui.billing.seats.most', { most: MOST_AT_ONCE })}>{label}</UnavailableButton>;
  if (count <= freeSeats) {
    const give = async (): Promise<void> => {
      if (await seating.giveMany(chosen)) onGiven();
    };
    return (
      <Button isBusy={seating.busy.has('many')} onPress={() => void give()}>
        {label}
      </Button>
    );
  }
  // Whoever looks after seats is told nothing of bills, and buys none.
  const buys = nextBill !== null || noBill !== null;
  const change = `/billing/subscriptions/${encodeURIComponent(subscriptionId)}/change`;
  return (
    <div>
      <UnavailableButton why={say('ui.billing.seats.too_few', { free: freeSeats, count })}>{label}</UnavailableButton>
      {buys && (
        <p className="small">
          <Link href={withAccount(change, accountId)}>{say('ui.billing.seats.buy')}</Link>
        </p>
      )}
    </div>
  );
}

function UnreadPeople() {
  return ['a', 'b', 'c', 'd'].map((place) => (
    <li key={place} className="person-row">
      <div className="person-name">
        <Skeleton width="10rem" />
      </div>
    </li>
  ));
}

/** A text once it has stayed the same for a moment. */
function useLater(text: string): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}
