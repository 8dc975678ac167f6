import { usePages, useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { dayText } from '../../shared/dates/date-text';
import { Disclosure } from '../../shared/ui/disclosure';
import { More } from '../../shared/ui/more';
import { useWords } from '../../shared/words/words';
import { PersonRow } from './person-row';
import type { Seating } from './seating';

interface HoldersProps {
  subscription: Schemas['SubscriptionView'];
  seating: Seating;
}

/** Everybody who has a seat, also those who are not among the people of the account. */
export function Holders({ subscription, seating }: HoldersProps) {
  const { say } = useWords();
  const { assignedSeats } = subscription;
  if (assignedSeats === 0) return null;
  return (
    <Disclosure title={say('ui.billing.seats.holders', { count: assignedSeats })} level={2}>
      <HolderRows subscription={subscription} seating={seating} />
    </Disclosure>
  );
}

function HolderRows({ subscription: { subscriptionId }, seating }: HoldersProps) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const found = usePages('GET /v1/subscriptions/{subscriptionId}/seats', { params: { subscriptionId } });
  const holders = found.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      {found.error !== null && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      <ul className="rows">
        {holders?.map(({ userId, name, assignedAt }) => (
          <PersonRow
            key={userId}
            person={{ userId, name: name ?? userId }}
            about={say('ui.billing.seats.since', { day: dayText(assignedAt, zone, language) })}
            hasSeat
            canGive={false}
            seating={seating}
          />
        ))}
      </ul>
      <More
        hasMore={found.hasNextPage}
        isReading={found.isFetchingNextPage}
        onMore={() => void found.fetchNextPage()}
        aloud={say('ui.billing.seats.more')}
      />
    </>
  );
}
