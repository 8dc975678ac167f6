import { useRef } from 'react';
import { Link } from 'react-aria-components';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { Skeleton } from '../../../shared/ui/standing';
import { type DeskKey, useDesk } from '../../words/desk-words';
import { SavedViews } from '../views/saved-views';
import { type View, viewAddress } from '../views/view';
import { CauseCard } from './cause-card';
import { useCounts } from './use-counts';

type Counted = Schemas['Counted'];

/** Whose turn it is, ours first. */
const WAITS: readonly NonNullable<View['waits']>[] = [
  'stuck',
  'support',
  'advisor',
  'customer',
  'customer_confirmation',
  'payment',
  'vat_register',
  'fulfilment',
  'period_end',
];

/** What waits for support on other screens. */
const ELSEWHERE = [
  ['requests', 'desk.requests.title', '/desk/requests'],
  ['items', 'desk.items.title', '/desk/items'],
  ['seatFollowUps', 'desk.seats.title', '/desk/seats'],
  ['inbound', 'desk.inbound.title', '/desk/inbound'],
  ['mails', 'desk.mails.title', '/desk/mails'],
  ['bulks', 'desk.bulk.title', '/desk/bulk'],
] as const satisfies readonly (readonly [keyof Schemas['DeskCounts'], DeskKey, string])[];

/** How much waits, and for whom; each number leads to what it counts. */
export function Counts({ view }: { view: View }) {
  const { say } = useDesk();
  const { data, error, refetch } = useCounts();
  if (data === undefined && error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  const desk = data?.desk ?? undefined;
  const byWaits = new Map(data?.waits.map((one) => [one.waits, one]));
  return (
    <>
      <CountList
        title={say('desk.queue.counts.waits')}
        lines={[
          ...WAITS.map((waits) => ({
            name: say(`desk.queue.waits.${waits}`),
            href: viewAddress({ waits, sort: 'age' }),
            counted: byWaits.get(waits),
            isHere: view.waits === waits,
          })),
          {
            name: say('desk.queue.counts.open'),
            href: viewAddress({ open: 'true', sort: 'age' }),
            counted: null,
            isHere: view.open !== undefined,
          },
          {
            name: say('desk.queue.counts.mine'),
            href: viewAddress({ open: 'true', assignee: 'me', sort: 'age' }),
            counted: desk?.mine,
            isHere: view.assignee === 'me',
          },
        ]}
      />
      <Causes codes={data?.codes} />
      <CountList
        title={say('desk.queue.counts.elsewhere')}
        lines={ELSEWHERE.map(([what, name, href]) => ({ name: say(name), href, counted: desk?.[what], isHere: false }))}
      />
      <SavedViews view={view} />
    </>
  );
}

interface CountLine {
  name: string;
  href: string;
  /** Undefined while it is being counted; null for what nobody counts. */
  counted: Counted | null | undefined;
  isHere: boolean;
}

function CountList({ title, lines }: { title: string; lines: readonly CountLine[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul className="counts">
        {lines.map(({ name, href, counted, isHere }) => (
          <li key={href}>
            <Link href={href} {...(isHere ? { 'aria-current': 'true' as const } : {})}>
              <span>{name}</span>
              {counted === undefined && <Skeleton width="2rem" />}
              {counted && <span className={counted.count === 0 ? 'count none' : 'count'}>{counted.text}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Those that were shown keep their place: numbers change under the pointer, cards do not. */
function Causes({ codes }: { codes: readonly Schemas['CodeCount'][] | undefined }) {
  const { say } = useDesk();
  const places = useRef<string[]>([]);
  if (codes === undefined || codes.length === 0) return null;
  const fresh = codes.map(({ code }) => code).filter((code) => !places.current.includes(code));
  places.current = [...places.current, ...fresh];
  const byCode = new Map(codes.map((one) => [one.code, one]));
  return (
    <section>
      <h2>{say('desk.queue.counts.causes')}</h2>
      <ul className="causes">
        {places.current.map((code) => {
          const cause = byCode.get(code);
          return (
            cause !== undefined && (
              <li key={code}>
                <CauseCard cause={cause} />
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}
