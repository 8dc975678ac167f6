import { useParams } from '@tanstack/react-router';
import { useAccountInAddress, withAccount } from '../../shared/api/account';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Link } from '../../shared/ui/button';
import { Fact, Facts, UnreadFact } from '../../shared/ui/facts';
import { Page } from '../../shared/ui/page';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { FollowUp } from './follow-up';
import { Holders } from './holders';
import { People } from './people';
import { SeatOutcome } from './seat-outcome';
import { useSeating } from './seating';
import './seats.css';

/** Who uses the seats of a subscription, for whoever gives them and takes them back. */
export function Seats() {
  const { say } = useWords();
  const { subscriptionId = '' } = useParams({ strict: false });
  const { data, error, refetch } = useReading('GET /v1/subscriptions/{subscriptionId}', { params: { subscriptionId } });
  useAccountInAddress(data?.accountId);
  const home = withAccount('/billing', data?.accountId ?? null);
  return (
    <Page
      title={say('ui.billing.seats.title')}
      back={<Link href={home}>{say('ui.billing.home.title')}</Link>}
      lead={data === undefined ? '\u00a0' : nameOf(data)}
    >
      {data !== undefined && <SeatsOf subscription={data} />}
      {data === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && (
        <div className="seat-counts">
          <Sheet>
            <Facts>
              {(['bought', 'assigned', 'free'] as const).map((one) => (
                <UnreadFact key={one} name={say(`ui.billing.seats.count.${one}`)} />
              ))}
            </Facts>
          </Sheet>
        </div>
      )}
    </Page>
  );
}

const nameOf = ({ names, productId, tierId }: Schemas['SubscriptionView']): string =>
  `${names.product ?? productId} ${names.tier ?? tierId}`;

function SeatsOf({ subscription }: { subscription: Schemas['SubscriptionView'] }) {
  const { say } = useWords();
  const { subscriptionId, seats, assignedSeats, freeSeats, newSeats } = subscription;
  const seating = useSeating(subscriptionId);
  const counts = { bought: seats, assigned: assignedSeats, free: freeSeats };
  return (
    <>
      <div className="seat-counts">
        <Sheet label={say('ui.billing.seats')}>
          <Facts>
            {(['bought', 'assigned', 'free'] as const).map((one) => (
              <Fact key={one} name={say(`ui.billing.seats.count.${one}`)}>
                <span className="seat-count">{say('ui.billing.number', { count: counts[one] })}</span>
              </Fact>
            ))}
          </Facts>
        </Sheet>
      </div>
      {newSeats > 0 && <FollowUp subscriptionId={subscriptionId} />}
      <SeatOutcome outcome={seating.outcome} />
      {seating.failure !== null && <Failure error={seating.failure} />}
      <People subscription={subscription} seating={seating} />
      <Holders subscription={subscription} seating={seating} />
    </>
  );
}
