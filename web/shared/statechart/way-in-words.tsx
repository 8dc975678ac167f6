import type { ChartVoice } from './chart-words';
import type { OrderMove } from './way';

/** A move with the sentence that the API has for it. */
export interface ToldMove extends OrderMove {
  text: string;
}

interface WayInWordsProps {
  moves: readonly ToldMove[];
  tell(instant: string): string;
  voice: ChartVoice;
}

/** The moves of an order whose machine has no chart here. */
export function WayInWords({ moves, tell, voice: { say } }: WayInWordsProps) {
  return (
    <div className="way-in-words">
      <p className="second">{say('statechart.unknown')}</p>
      <ol>
        {moves.map(({ at, to, text }, index) => (
          <li key={`${at} ${to}`} aria-current={index === moves.length - 1 ? 'step' : undefined}>
            <time dateTime={at}>{tell(at)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
