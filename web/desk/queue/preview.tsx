import type { Ref } from 'react';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { moneyText } from '../../shared/money/money-text';
import { Link, LinkButton } from '../../shared/ui/button';
import { Fact, Facts } from '../../shared/ui/facts';
import { Skeleton } from '../../shared/ui/standing';
import { useSettled } from '../../shared/ui/use-settled';
import { useWords } from '../../shared/words/words';
import { OF_THE_CUSTOMER } from '../order/acts/act-fields';
import { whereMoneyIs } from '../order/head/where-money-is';
import { useDesk } from '../words/desk-words';
import { AtShort } from './at-short';
import { orderAddress } from './order-address';
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
      {shown === order.changeId ? <Details key={shown} changeId={shown} acts={acts} /> : <Unread />}
      <p>
        <Link href={orderAddress(order.changeId)}>{say('desk.queue.preview.open')}</Link>
      </p>
    </section>
  );
}

function Details({ changeId, acts }: { changeId: string } & Pick<PreviewProps, 'acts'>) {
  const { say } = useDesk();
  const params = { changeId };
  const whole = useReading('GET /v1/changes/{changeId}', { params });
  const payments = useReading('GET /v1/changes/{changeId}/payments', { params });
  const timeline = useReading('GET /v1/changes/{changeId}/timeline', {
    params,
    query: { order: 'desc', limit: '20' },
  });
  const moves = timeline.data?.items
    .filter((item) => item.kind === 'move' || item.kind === 'attempt')
    .slice(0, LAST_MOVES);
  const found = whole.data !== undefined && 'acts' in whole.data ? whole.data : undefined;
  const offered = found?.acts.filter(({ type }) => !OF_THE_CUSTOMER.has(type));
  return (
    <>
      <Facts>
        <Fact name={say('desk.queue.preview.money')}>
          {found !== undefined && payments.data !== undefined ? (
            <MoneyLine order={found} calls={payments.data.items} />
          ) : (
            whole.error === null && payments.error === null && <Skeleton width="8rem" />
          )}
        </Fact>
      </Facts>
      <h3>{say('desk.queue.preview.moves')}</h3>
      {moves === undefined ? timeline.error === null && <Unread /> : <Moves moves={moves} />}
      <h3>{say('desk.queue.preview.acts')}</h3>
      {found === undefined && whole.error === null && <Unread />}
      <ul className="preview-acts" ref={acts}>
        {offered?.map(({ type, label }) => (
          <li key={type}>
            <LinkButton kind="quiet" isSmall href={orderAddress(changeId, type)}>
              {label}
            </LinkButton>
          </li>
        ))}
      </ul>
      {offered?.length === 0 && <p className="second small">{say('desk.queue.preview.no_acts')}</p>}
      {[whole, payments, timeline].map(
        ({ error, refetch }, index) =>
          error !== null && (
            // biome-ignore lint/suspicious/noArrayIndexKey: three readings, always the same
            <Failure key={index} error={error} onRetry={() => void refetch()} />
          ),
      )}
    </>
  );
}

interface MoneyLineProps {
  order: Schemas['Order'];
  calls: readonly Schemas['PaymentCall'][];
}

/** Where the money is, in the words of the page of the order; a charge that is about to be answered may have taken some. */
function MoneyLine({ order, calls }: MoneyLineProps) {
  const { say } = useDesk();
  const { language } = useWords();
  const { quote } = order;
  const amount = quote === null ? '' : moneyText(quote.dueToday, language);
  const held = quote === null ? '' : moneyText(quote.balanceUsed, language);
  const place = whereMoneyIs(order, calls);
  const isAsked = calls.some(({ kind, status }) => kind === 'charge' && status === 'intended');
  return say('desk.order.money.where', { money: place === 'none' && isAsked ? 'unknown' : place, amount, held });
}

function Moves({ moves }: { moves: readonly (Schemas['TimelineMove'] | Schemas['TimelineAttempt'])[] }) {
  return (
    <ol className="moves">
      {moves.map(({ at, text }) => (
        <li key={`${at} ${text}`}>
          <AtShort instant={at} />
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
