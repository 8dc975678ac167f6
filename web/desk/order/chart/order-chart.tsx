import { useMemo } from 'react';
import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { clockText, dayText } from '../../../shared/dates/date-text';
import { Statechart } from '../../../shared/statechart/statechart';
import { Sheet } from '../../../shared/ui/standing';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import type { Foreseen } from '../acts/order-acts';

type Move = Schemas['TimelineMove'];

interface OrderChartProps {
  order: Schemas['Order'];
  zone: string | null;
  foreseen: Foreseen | null;
  /** The move that is looked at, in place of what is so now. */
  moment: Move | null;
}

/** As many as a page of the timeline may have. */
const ALL_MOVES = '500';

/** Where the order is, the way that it came, and the way that an act would take. */
export function OrderChart({ order, zone, foreseen, moment }: OrderChartProps) {
  const { say } = useDesk();
  const tell = useShortTime(zone);
  const { changeId, machine, state, stuck } = order;
  const { data } = useReading('GET /v1/changes/{changeId}/timeline', {
    params: { changeId },
    query: { order: 'asc', limit: ALL_MOVES },
  });
  const moves = useMemo(() => data?.items.flatMap((item) => (item.kind === 'move' ? [item] : [])) ?? [], [data]);
  const at = moment === null ? -1 : moves.findIndex((move) => isSame(move, moment));
  return (
    <Sheet label={say('desk.order.chart')}>
      <h2>{foreseen === null ? say('desk.order.chart') : say('desk.order.chart.foreseen', { act: foreseen.label })}</h2>
      <Statechart
        machine={machine}
        moves={moves}
        state={state}
        stuck={stuck === null ? null : say('desk.order.chart.stuck', { attempts: stuck.attempts })}
        foreseen={foreseen === null ? null : wayOf(foreseen.preview)}
        moment={at === -1 ? null : at}
        tell={tell}
      />
    </Sheet>
  );
}

const isSame = (one: Move, other: Move): boolean =>
  one.at === other.at && one.event === other.event && one.to === other.to;

const wayOf = ({ path, steps, undecided }: Schemas['EventPreview']) => ({
  path,
  moneySteps: steps.flatMap(({ step, movesMoney }) => (movesMoney ? [step] : [])),
  undecided: undecided !== null,
});

/** The hour of today, the day of what is longer ago: boxes are narrow. */
function useShortTime(ofAccount: string | null): (instant: string) => string {
  const { language } = useWords();
  const { zone } = useDeskTime(ofAccount);
  const today = dayText(new Date().toISOString(), zone, language);
  return (instant) => {
    const day = dayText(instant, zone, language);
    return day === today ? clockText(Date.parse(instant), zone, language) : day;
  };
}
