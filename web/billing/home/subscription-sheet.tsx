import { useId } from 'react';
import { withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { dateText, lastDayOf } from '../../shared/dates/date-text';
import { LinkButton } from '../../shared/ui/button';
import { Fact, Facts, UnreadFact } from '../../shared/ui/facts';
import { Menu } from '../../shared/ui/menu';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { NextBill } from './next-bill';
import { OpenOrders } from './open-orders';
import { StandingTag } from './standing-tag';

type Subscription = Schemas['SubscriptionListItem'];

interface SubscriptionSheetProps {
  subscription: Subscription;
  /** For whoever looks after seats: they are shown those, and nothing of money. */
  isForSeats: boolean;
}

/** One subscription: what it is, what is under way, and what can be done with it. */
export function SubscriptionSheet({ subscription, isForSeats }: SubscriptionSheetProps) {
  const { say, language } = useWords();
  const heading = useId();
  const { names, productId, tierId, frequency, period } = subscription;
  const product = names.product ?? productId;
  const tier = names.tier ?? tierId;
  const facts = { start: dateText(period.start, language), end: dateText(lastDayOf(period), language) };
  return (
    <article aria-labelledby={heading}>
      <Sheet>
        <div className="subscription-head">
          <div>
            <div className="subscription-name">
              <h2 id={heading}>{product}</h2>
              <StandingTag subscription={subscription} />
            </div>
            <p className="second">{isForSeats ? tier : `${tier} · ${say(`ui.billing.frequency.${frequency}`)}`}</p>
          </div>
          <Deeds subscription={subscription} name={`${product} ${tier}`} isForSeats={isForSeats} />
        </div>
        <OpenOrders subscription={subscription} />
        <Facts>
          <Seats subscription={subscription} />
          {!isForSeats && (
            <>
              <Fact name={say('ui.billing.period')}>{say('ui.billing.period.text', facts)}</Fact>
              <NextBill subscription={subscription} />
            </>
          )}
        </Facts>
      </Sheet>
    </article>
  );
}

function Seats({ subscription: { seats, assignedSeats, freeSeats } }: { subscription: Subscription }) {
  const { say } = useWords();
  return (
    <Fact name={say('ui.billing.seats')}>
      <b>{say('ui.billing.seats.bought', { count: seats })}</b>
      <span className="second">{say('ui.billing.seats.used', { assigned: assignedSeats, free: freeSeats })}</span>
    </Fact>
  );
}

interface DeedsProps extends SubscriptionSheetProps {
  /** Which subscription it is, for whoever hears the button alone. */
  name: string;
}

function Deeds({ subscription, name, isForSeats }: DeedsProps) {
  const { say } = useWords();
  const { subscriptionId, accountId } = subscription;
  const path = `/billing/subscriptions/${encodeURIComponent(subscriptionId)}`;
  const seats = withAccount(`${path}/seats`, accountId);
  if (isForSeats) {
    return (
      <LinkButton href={seats} kind="quiet" isSmall>
        {say('ui.billing.options.seats')}
        <span className="aloud">{name}</span>
      </LinkButton>
    );
  }
  return (
    <Menu
      button={say('ui.billing.options')}
      aloud={name}
      deeds={[
        { name: say('ui.billing.options.change'), href: withAccount(`${path}/change`, accountId) },
        { name: say('ui.billing.options.seats'), href: seats },
      ]}
    />
  );
}

/** Keeps the place of a subscription. */
export function SubscriptionSkeleton() {
  const { say } = useWords();
  return (
    <Sheet>
      <div className="subscription-head">
        <div className="subscription-unread">
          <p className="subscription-name-unread">
            <Skeleton width="9rem" />
          </p>
          <p>
            <Skeleton width="16rem" />
          </p>
        </div>
      </div>
      <Facts>
        {(['ui.billing.seats', 'ui.billing.period', 'ui.billing.next_bill'] as const).map((name) => (
          <UnreadFact key={name} name={say(name)} />
        ))}
      </Facts>
    </Sheet>
  );
}
