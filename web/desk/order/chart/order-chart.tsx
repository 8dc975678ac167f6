import { useMemo } from 'react';
import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Statechart } from '../../../shared/statechart/statechart';
import { Sheet } from '../../../shared/ui/standing';
import { useDesk } from '../../words/desk-words';
import type { Foreseen } from '../acts/open-act';
import { useClock } from '../timeline/use-clock';

type Move = Schemas['TimelineMove'];

interface OrderChartProps {
  order: Schemas['Order'];
  zone: string | null;
  foreseen: Foreseen | null;
  /** The move that is looked at, in place of what is so now. */
  moment: Move | null;
}

/** As many as a page of the timeline may have; of an order with more, the latest. */
const MOST_MOVES = '500';

/** Where the order is, the way that it came, and the way that an act would take. */
export function OrderChart({ order, zone, foreseen, moment }: OrderChartProps) {
  const { say } = useDesk();
  const { short } = useClock(zone);
  const { changeId, machine, state, stuck } = order;
  const { data } = useReading('GET /v1/changes/{changeId}/timeline', {
    params: { changeId },
    query: { order: 'desc', limit: MOST_MOVES },
  });
  const moves = useMemo(() => data?.items.filter(isOnWay).reverse() ?? [], [data]);
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
        tell={short}
      />
    </Sheet>
  );
}

/** Attempts are moves as well, folded into one. */
const isOnWay = (item: Schemas['TimelineItem']): item is Move | Schemas['TimelineAttempt'] =>
  item.kind === 'move' || item.kind === 'attempt';

const isSame = (one: Move | Schemas['TimelineAttempt'], other: Move): boolean =>
  one.kind === 'move' && one.at === other.at && one.event === other.event && one.to === other.to;

const wayOf = ({ path, steps, undecided }: Schemas['EventPreview']) => ({
  path,
  moneySteps: steps.flatMap(({ step, movesMoney }) => (movesMoney ? [step] : [])),
  undecided: undecided !== null,
});
