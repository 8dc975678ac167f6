import type { CSSProperties } from 'react';
import { Tag } from '../ui/standing';
import { REGIONAL } from '../words/languages';
import { useWords } from '../words/words';
import { doingIn, type MachineChart, type MachineWords } from './chart';
import type { ChartVoice } from './chart-words';
import type { ChartPlace } from './way';

interface StateBoxProps {
  place: ChartPlace;
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
  const { state, mark, visits, at, isUndecided } = place;
  const { language } = useWords();
  const isHere = mark === 'here';
  const isStuck = isHere && state.stuckIn.some((one) => path === one || path.startsWith(`${one}.`));
  const list = (parts: readonly string[]): string =>
    new Intl.ListFormat(REGIONAL[language], { type: 'conjunction' }).format(parts);
  const ways = chart.ways.filter(({ from }) => from === state.name).map(({ to }) => words.states[to] ?? to);
  const classes = [
    'state-box',
    mark,
    isStuck && 'is-stuck',
    state.kind === 'over' && 'is-end',
    isUndecided && 'is-undecided',
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
      <OfTheAct place={place} voice={voice} />
      {ways.length > 0 && <span className="aloud">{voice.say('statechart.ways', { names: list(ways) })}</span>}
    </li>
  );
}

/** Of no currency. */
const Money = () => (
  <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <rect x="2" y="5" width="16" height="10" rx="1.5" />
    <circle cx="10" cy="10" r="2.2" />
    <path d="M5 8v4M15 8v4" />
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
      ? voice.say('statechart.visit', { number: numbers[0] ?? 0 })
      : voice.say('statechart.visits', { numbers: list(numbers.map(String)) });
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
  place: ChartPlace;
  isStuck: boolean;
  path: string;
  words: MachineWords;
  voice: ChartVoice;
}

/** What the state is to the order, in words under its name. */
function Note({ place, isStuck, path, words, voice: { say } }: NoteProps) {
  const { state, mark, answer, endsHere } = place;
  const told = (): string | null => {
    switch (mark) {
      case 'here': {
        const doing = doingIn(path, words.within);
        if (state.kind === 'over') return say('statechart.here.over');
        return isStuck || doing === null ? say('statechart.here.stuck') : say('statechart.here', { doing });
      }
      case 'foreseen':
        return say(endsHere ? 'statechart.foreseen.end' : 'statechart.foreseen');
      case 'perhaps': {
        const condition = answer === null ? undefined : words.conditions[answer];
        return condition === undefined
          ? say('statechart.perhaps')
          : say('statechart.perhaps.answer', { answer: condition });
      }
      default:
        return null;
    }
  };
  const text = told();
  if (mark === 'ahead') return <span className="state-note only-in-list">{say('statechart.ahead')}</span>;
  return text === null ? null : <span className="state-note">{text}</span>;
}

/** What the act in focus would do in a state. */
function OfTheAct({ place: { movesMoney, isUndecided }, voice: { say } }: { place: ChartPlace; voice: ChartVoice }) {
  if (!movesMoney && !isUndecided) return null;
  return (
    <span className="of-the-act">
      {movesMoney && (
        <b>
          <Money />
          {say('statechart.money')}
        </b>
      )}
      {isUndecided && <span>{say('statechart.undecided')}</span>}
    </span>
  );
}
