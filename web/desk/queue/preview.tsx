import type { Ref } from 'react';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Amount } from '../../shared/ui/amount';
import { Link, LinkButton } from '../../shared/ui/button';
import { Fact, Facts } from '../../shared/ui/facts';
import { Skeleton } from '../../shared/ui/standing';
import { useSettled } from '../../shared/ui/use-settled';
import { useWords } from '../../shared/words/words';
import { useDesk } from '../words/desk-words';
import { useDeskTime } from '../zone/zone';
import { orderAddress } from './order-address';
import { shortTime } from './short-time';
import type { QueueOrder } from './views/view';

/** Whoever goes down the list does not read each order, in milliseconds. */
const LOOKS_AFTER = 150;
const LAST_MOVES = 3;

interface PreviewProps {
  order: QueueOrder;
  /** Where the acts begin, for the key that leads there. */
  acts: Ref<HTMLUListElement>;
  /** Back to the row. */
  onLeave(): void;
}

/** An order beside the list: where it is, its last moves, where the money is, and what can be done on its page. */
export function Preview({ order, acts, onLeave }: PreviewProps) {
  const { say } = useDesk();
  const shown = useSettled(order.changeId, LOOKS_AFTER);
  return (
    <section
      className="preview"
      aria-label={say('desk.queue.preview')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onLeave();
      }}
    >
      <h2>{order.headline}</h2>
      <p className="second small">
        {[order.accountName ?? order.accountId, ...order.products].map((name) => (
          <span key={name} className="part">
            {name}
          </span>
        ))}
      </p>
      {shown === order.changeId ? <Details key={shown} order={order} acts={acts} /> : <Unread />}
      <p>
        <Link href={orderAddress(order.changeId)}>{say('desk.queue.preview.open')}</Link>
      </p>
    </section>
  );
}

function Details({ order, acts }: Omit<PreviewProps, 'onLeave'>) {
  const { say } = useDesk();
  const { changeId } = order;
  const params = { changeId };
  const whole = useReading('GET /v1/changes/{changeId}', { params });
  const timeline = useReading('GET /v1/changes/{changeId}/timeline', {
    params,
    query: { order: 'desc', limit: '20' },
  });
  const moves = timeline.data?.items
    .filter((item) => item.kind === 'move' || item.kind === 'attempt')
    .slice(0, LAST_MOVES);
  const found = whole.data !== undefined && 'acts' in whole.data ? whole.data : undefined;
  return (
    <>
      <Facts>
        <Fact name={say('desk.queue.preview.money')}>
          {found === undefined ? <Skeleton width="8rem" /> : <MoneyLine order={found} due={order.dueToday} />}
        </Fact>
      </Facts>
      <h3>{say('desk.queue.preview.moves')}</h3>
      {moves === undefined ? timeline.error === null && <Unread /> : <Moves moves={moves} />}
      <h3>{say('desk.queue.preview.acts')}</h3>
      {found === undefined && whole.error === null && <Unread />}
      <ul className="preview-acts" ref={acts}>
        {found?.acts.map(({ type, label }) => (
          <li key={type}>
            <LinkButton kind="quiet" isSmall href={orderAddress(changeId, type)}>
              {label}
            </LinkButton>
          </li>
        ))}
      </ul>
      {found?.acts.length === 0 && <p className="second small">{say('desk.queue.preview.no_acts')}</p>}
      {[whole, timeline].map(
        ({ error, refetch }, index) =>
          error !== null && (
            // biome-ignore lint/suspicious/noArrayIndexKey: two readings, always the same
            <Failure key={index} error={error} onRetry={() => void refetch()} />
          ),
      )}
    </>
  );
}

type Payment = NonNullable<Schemas['Order']['payment']>['status'];

/** Where the money of a payment is, whatever else its gateway says of it. */
const MONEY_AT = {
  paid: 'taken',
  refunded: 'given_back',
  voided: 'given_back',
  requires_action: 'asked_for',
  pending: 'under_way',
  declined: 'not_taken',
  expired: 'not_taken',
  not_sent: 'not_taken',
  unknown: 'nobody_knows',
} as const satisfies Record<Payment, string>;

function MoneyLine({ order: { payment }, due }: { order: Schemas['Order']; due: Schemas['Money'] | null }) {
  const { say } = useDesk();
  return (
    <>
      {due !== null && <Amount of={due} />}
      <span className="part">
        {say(`desk.queue.money.${payment === null ? 'not_taken' : MONEY_AT[payment.status]}`)}
      </span>
    </>
  );
}

function Moves({ moves }: { moves: readonly (Schemas['TimelineMove'] | Schemas['TimelineAttempt'])[] }) {
  const { language } = useWords();
  const { zone } = useDeskTime();
  return (
    <ol className="moves">
      {moves.map(({ at, text }) => (
        <li key={`${at} ${text}`}>
          <time dateTime={at}>{shortTime(at, zone, language)}</time>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}

const Unread = () => (
  <p>
    <Skeleton width="90%" />
    <Skeleton width="70%" />
  </p>
);
