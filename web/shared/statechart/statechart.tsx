import { useMemo } from 'react';
import { Skeleton } from '../ui/standing';
import { useWords } from '../words/words';
import { Chart } from './chart-drawing';
import { useChartVoice } from './chart-words';
import { type MachineVersion, useChart } from './load';
import type { ForeseenWay } from './way';
import { type ToldMove, WayInWords } from './way-in-words';
import './statechart.css';

export interface StatechartProps {
  /** That the order was started with; null where nobody knows. */
  machine: MachineVersion | null;
  /** All moves of the order, oldest first. */
  moves: readonly ToldMove[];
  /** The path of the state where the order is, e.g. `settlingPayment.stuck.waiting`. */
  state: string;
  /** Why it is stuck there, in a word or two; null where it is not. */
  stuck: string | null;
  /** Where the act in focus would lead; null where none is. */
  foreseen?: ForeseenWay | null;
  /** Which of the moves to go back to: the order is drawn as it was after that one. Null draws it as it is. */
  moment?: number | null;
  /** Tells when the order came somewhere. Boxes are narrow: an hour or a day. */
  tell(instant: string): string;
}

/**
 * An order on the chart of its machine: the way so far, where it is, and where an act would lead. An order of a version without a
 * chart is told as a list of its moves.
 */
export function Statechart({ machine, moves, state, stuck, foreseen = null, moment = null, tell }: StatechartProps) {
  const { language } = useWords();
  const voice = useChartVoice();
  const spoken = useChart(machine, language);
  const then = moment === null ? undefined : moves[moment];
  const shown = useMemo(() => (moment === null ? moves : moves.slice(0, moment + 1)), [moves, moment]);
  if (voice === null || spoken === 'loading') return <Skeleton />;
  if (spoken === 'unknown') return <WayInWords moves={shown} tell={tell} voice={voice} />;
  const place = then === undefined ? { state, stuck, foreseen } : { state: then.to, stuck: null, foreseen: null };
  return <Chart {...spoken} {...place} voice={voice} moves={shown} tell={tell} />;
}
