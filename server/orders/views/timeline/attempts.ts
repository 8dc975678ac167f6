import type { Transition } from 'statechart-host/contract';

/** Attempts of one step that came to nothing, one after the other. */
export interface Attempts {
  step: string;
  count: number;
  /** Its moves, the oldest first. */
  moves: readonly Transition[];
  /** The last attempt that came to nothing. */
  last: Transition;
  /** Whether nothing failed: somebody else had nothing new to say. */
  areLookUps: boolean;
}

/**
 * The moves of an order with its attempts folded: those between entering a step and getting beyond it, however often it was
 * tried, by itself or on somebody's word. What leads to the next step is a move again.
 */
export function folded(moves: readonly Transition[]): (Transition | Attempts)[] {
  const told: (Transition | Attempts)[] = [];
  for (let at = 0; at < moves.length; ) {
    const run = runFrom(moves, at);
    const attempts = attemptsIn(run);
    if (attempts === undefined) {
      told.push(...moves.slice(at, at + Math.max(1, run.length)));
    } else {
      told.push(attempts);
    }
    at += Math.max(1, run.length);
  }
  return told;
}

/** The moves from a position on that stay in one step, and that nobody but a retry has brought about. */
function runFrom(moves: readonly Transition[], from: number): readonly Transition[] {
  const step = stepAt(moves[from]?.to ?? '');
  const stays = (move: Transition): boolean =>
    stepAt(move.from) === step && stepAt(move.to) === step && (isByItself(move) || move.event === 'RETRY');
  const end = moves.findIndex((move, index) => index >= from && !stays(move));
  return moves.slice(from, end === -1 ? moves.length : end);
}

function attemptsIn(run: readonly Transition[]): Attempts | undefined {
  const vain = run.filter(isInVain);
  const last = vain.at(-1);
  const areLookUps = vain.every(isLookUp);
  // Looked at once, it is a move like any other.
  if (last === undefined || (areLookUps && vain.length === 1)) return undefined;
  return { step: stepAt(last.to), count: vain.length, moves: run, last, areLookUps };
}

/** Events of the statechart's own are words, and those that are sent are names. */
const isByItself = ({ event }: Transition): boolean => event.includes(' ') || event === 'NUDGE';

const IS_STUCK = /\.(?:stuck\w*|unknown)\./;

/** Whether a step waits for a person in a state. */
export const isStuckAt = (path: string): boolean => IS_STUCK.test(path);

/** Where it rests until it is tried again by itself. */
const IS_BACKING_OFF = /^settlingPayment\.(?:resending|lookingUp)(?:Soon|Later)$/;
/** Where it rests until somebody else has something to say, and is asked now and then. */
const IS_WAITING = /^(?:settlingPayment|finishing\.fulfilling)\.waiting$/;

const isAnswered = ({ event }: Transition): boolean => / (?:done|failed)$/.test(event);

const isLookUp = (move: Transition): boolean => isAnswered(move) && IS_WAITING.test(move.to);

const isInVain = (move: Transition): boolean => isLookUp(move) || isFailure(move);

function isFailure(move: Transition): boolean {
  const { from, to } = move;
  if (!isAnswered(move)) return false;
  return isStuckAt(to) || IS_BACKING_OFF.test(to) || (from.startsWith('checkingVat.') && to.startsWith('vatPending.'));
}

/** States at the top whose step has another name. */
const NAMES: Readonly<Record<string, string>> = { vatPending: 'checkingVat', tellingOfItsDay: 'telling' };
/** The same of what lies in them. */
const NAMES_WITHIN: Readonly<Record<string, string>> = {
  escalating: 'escalatingVat',
  telling: 'telling',
  stuckTelling: 'telling',
};

/** The step that a state belongs to, by the name that support knows it under. */
function stepAt(path: string): string {
  const [place = '', within = ''] = path.split('.');
  return place === 'finishing' ? within : (NAMES_WITHIN[within] ?? NAMES[place] ?? place);
}
