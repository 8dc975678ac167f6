import { type CSSProperties, Fragment, useRef } from 'react';
import { ArrowLayer } from './arrow-layer';
import { type MachineState, topStateOf } from './chart';
import type { ChartVoice } from './chart-words';
import type { SpokenChart } from './load';
import { StateBox } from './state-box';
import { drawnWays, type ForeseenWay, type OnChart, type OrderMove, placesOf, stopsOf } from './way';
import { WaysOut } from './ways-out';

interface ChartProps extends SpokenChart {
  voice: ChartVoice;
  moves: readonly OrderMove[];
  state: string;
  stuck: string | null;
  foreseen: ForeseenWay | null;
  tell(instant: string): string;
}

/** The boxes of a machine in their cells, with the ways that matter over them. Where there is no room, a list of what concerns the order. */
export function Chart({ chart, words, voice, moves, state, stuck, foreseen, tell }: ChartProps) {
  const list = useRef<HTMLOListElement>(null);
  const standing: OnChart = { stops: stopsOf(chart, moves), present: topStateOf(state), foreseen };
  const places = placesOf(chart, standing);
  const committed = chart.states.filter(({ isCommitted }) => isCommitted);
  return (
    <div className="statechart">
      <div className="chart-ground">
        <ol
          className="chart-grid"
          ref={list}
          aria-label={voice.say('statechart.label')}
          style={columnsOf(chart.states)}
        >
          {places.map((place) => (
            <Fragment key={place.state.name}>
              {place.state === committed[0] && (
                <li className="commit" style={commitPlace(committed)}>
                  <span>{voice.say('statechart.commit')}</span>
                </li>
              )}
              <StateBox
                place={place}
                chart={chart}
                words={words}
                voice={voice}
                path={state}
                stuck={stuck}
                tell={tell}
              />
            </Fragment>
          ))}
        </ol>
        <ArrowLayer list={list} ways={drawnWays(chart, standing)} states={chart.states} />
      </div>
      <WaysOut of={standing.present} chart={chart} words={words} voice={voice} />
    </div>
  );
}

const columnsOf = (states: readonly MachineState[]): CSSProperties =>
  ({ '--columns': Math.max(...states.map(({ column }) => column)) + 1 }) as CSSProperties;

/** Above the first row from which there is no way back, as wide as the columns that are meant. */
function commitPlace(committed: readonly MachineState[]): CSSProperties {
  const columns = committed.map(({ column }) => column);
  const [first, last] = [Math.min(...columns) + 1, Math.max(...columns) + 2];
  const row = Math.min(...committed.map((state) => state.row)) + 1;
  return { '--column': `${first} / ${last}`, '--row': row } as CSSProperties;
}
