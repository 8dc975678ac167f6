import { Disclosure } from '../ui/disclosure';
import type { MachineChart, MachineWords, WayCause } from './chart';
import type { ChartVoice } from './chart-words';

interface WaysOutProps {
  /** Name of a state at the top. */
  of: string;
  chart: MachineChart;
  words: MachineWords;
  voice: ChartVoice;
}

/** All that leads on from where the order is, folded: the chart draws few of them. */
export function WaysOut({ of, chart, words, voice: { say } }: WaysOutProps) {
  const ways = chart.ways.filter(({ from }) => from === of);
  if (ways.length === 0) return null;
  const told = ({ event, when, ifStuck }: WayCause): string => {
    const name = event === null ? null : (words.events[event] ?? event);
    const condition = when === null ? null : (words.conditions[when] ?? when);
    const cause =
      name !== null && condition !== null
        ? say('statechart.cause.where', { event: name, when: condition })
        : (name ?? condition ?? say('statechart.cause.by_itself'));
    return ifStuck ? say('statechart.cause.stuck', { cause }) : cause;
  };
  return (
    <Disclosure title={say('statechart.ways.of', { state: words.states[of] ?? of, count: ways.length })}>
      <dl className="ways-out">
        {ways.map(({ to, by }) => (
          <div key={to}>
            <dt>{words.states[to] ?? to}</dt>
            {by.map((cause) => (
              <dd key={`${cause.event} ${cause.when}`}>{told(cause)}</dd>
            ))}
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}
