import type { CSSProperties } from 'react';
import { Tag } from '../ui/standing';
import { useWords } from '../words/words';
import { doingIn, type MachineChart, type MachineWords } from './chart';
import type { ChartVoice } from './chart-words';
import type { Place } from './way';

interface StateBoxProps {
  place: Place;
  chart: MachineChart;
  words: MachineWords;
  voice: ChartVoice;
  /** The path of the state where the order is. */
  path: string;
  stuck: string | null;
  tell(instant: string): string;
}

/** A state as a box: what it is called, what it is to the order, and where ways lead from it. */
export function StateBox({ place, chart, words, voice, path, stuck, tell }: StateBoxProps) {
  const { state, mark, visits, at, movesMoney } = place;
  const { language } = useWords();
  const isHere = mark === 'here';
  const isStuck = isHere && state.stuckIn.some((one) => path === one || path.startsWith(`${one}.`));
  const list = (parts: readonly string[]): string =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);
  const ways = chart.ways.filter(({ from }) => from === state.name).map(({ to }) => words.states[to] ?? to);
  const classes = [
    'state-box',
    mark,
    isStuck && 'is-stuck',
    state.kind === 'over' && 'is-end',
    place.isUndecided && 'is-undecided',
  ];
  return (
    <li
      className={classes.filter(Boolean).join(' ')}
      data-state={state.name}
      aria-current={isHere ? 'step' : undefined}
      style={{ '--column': state.column + 1, '--row': state.row + 1 } as CSSProperties}
    >
      {visits.length > 0 && <Visits numbers={visits} voice={voice} list={list} />}
      <span className="state-name">{words.states[state.name] ?? state.name}</span>
      <Note place={place} isStuck={isStuck} path={path} words={words} voice={voice} />
      {isStuck && stuck !== null && <Tag standing="stuck">{stuck}</Tag>}
      {mark === 'been' && at !== null && (
        <time className="state-note" dateTime={at}>
          {tell(at)}
        </time>
      )}
      {movesMoney && (
        <span className="state-note coin">
          <Coin />
          {voice.say('chart.money')}
        </span>
      )}
      {ways.length > 0 && <span className="aloud">{voice.say('chart.ways', { names: list(ways) })}</span>}
    </li>
  );
}

const Coin = () => (
  <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
    <circle cx="10" cy="10" r="7.5" />
    <path d="M12.8 7.2a3.6 3.6 0 1 0 0 5.6M6 9h4.5M6 11h4.5" />
  </svg>
);

interface VisitsProps {
  numbers: readonly number[];
  voice: ChartVoice;
  list(parts: readonly string[]): string;
}

/** How many there is room for on the corner of a box. */
const MOST_SHOWN = 2;

function Visits({ numbers, voice, list }: VisitsProps) {
  const shown = numbers.slice(-MOST_SHOWN);
  const told =
    numbers.length === 1
      ? voice.say('chart.visit', { number: numbers[0] ?? 0 })
      : voice.say('chart.visits', { numbers: list(numbers.map(String)) });
  return (
    <>
      <span className="visits" aria-hidden="true">
        {numbers.length > MOST_SHOWN && <span>…</span>}
        {shown.map((number) => (
          <span key={number}>{number}</span>
        ))}
      </span>
      <span className="aloud">{told}</span>
    </>
  );
}

interface NoteProps {
  place: Place;
  isStuck: boolean;
  path: string;
  words: MachineWords;
  voice: ChartVoice;
}

/** What the state is to the order, in words under its name. */
function Note({ place, isStuck, path, words, voice: { say } }: NoteProps) {
  const { state, mark, answer, endsHere, isUndecided } = place;
  const decided = isUndecided && <span className="state-note">{say('chart.undecided')}</span>;
  switch (mark) {
    case 'here': {
      const doing = doingIn(path, words.within);
      const isEnd = state.kind === 'over';
      return (
        <>
          <span className="state-note">
            {isEnd
              ? say('chart.here.over')
              : doing === null || isStuck
                ? say('chart.here.stuck')
                : say('chart.here', { doing })}
          </span>
          {decided}
        </>
      );
    }
    case 'foreseen':
      return (
        <>
          <span className="state-note">{say(endsHere ? 'chart.foreseen.end' : 'chart.foreseen')}</span>
          {decided}
        </>
      );
    case 'perhaps': {
      const told = answer === null ? undefined : words.conditions[answer];
      return (
        <span className="state-note">
          {told === undefined ? say('chart.perhaps') : say('chart.perhaps.answer', { answer: told })}
        </span>
      );
    }
    case 'ahead':
      return <span className="state-note only-in-list">{say('chart.ahead')}</span>;
    default:
      return null;
  }
}
