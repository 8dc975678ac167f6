import { HOUR, MINUTE } from '../../billing/calendar/durations';
import { evidenceOf, NOTHING_DISCLOSED, unverifiable } from './answer';
import { isMendedByOperator, type VatAnswer, type VatCheckOptions, type VatRegister, type VatVerdict } from './port';

export interface SparingOptions {
  /** Checks of one state at the same time; VIES refuses more with MS_MAX_CONCURRENT_REQ. 2 when left out. */
  atOnce?: number;
  /** Milliseconds that a check waits for its turn; 8 000 when left out. After that it counts as unverifiable. */
  patience?: number;
  /** Milliseconds that an answer is given again; a number that could not be verified is asked about again at once. */
  keepValidFor?: number;
  keepInvalidFor?: number;
  /** Milliseconds that a register is left alone which does not take our questions; an hour when left out. */
  keepAwayFor?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

const KEPT_ANSWERS = 1_000;

interface Kept {
  answer: VatAnswer;
  until: number;
}

/**
 * Asks a register sparingly: a few checks of one state at a time, and an answer is given again for a while, with the
 * evidence of the check that was made. A register that blocks us, or does not take our requester, is left alone for a while:
 * asking on only prolongs a block.
 */
export function sparingRegister(register: VatRegister, options: SparingOptions = {}): VatRegister {
  const { atOnce = 2, patience = 8_000, keepValidFor = HOUR, keepInvalidFor = 5 * MINUTE } = options;
  const { keepAwayFor = HOUR, now = Date.now } = options;
  const lanes = new Map<string, Lane>();
  const kept = new Map<string, Kept>();
  const keepFor: Partial<Record<VatAnswer['outcome'], number>> = { valid: keepValidFor, invalid: keepInvalidFor };

  const laneOf = (state: string): Lane => {
    const lane = lanes.get(state) ?? new Lane(atOnce);
    lanes.set(state, lane);
    return lane;
  };
  const standing = (question: string): VatAnswer | undefined => {
    const found = kept.get(question);
    if (found !== undefined && found.until > now()) return found.answer;
    kept.delete(question);
    return undefined;
  };
  const keep = (vatNumber: string, asked: VatCheckOptions, answer: VatAnswer): void => {
    const isRefusal = 'failure' in answer && isMendedByOperator(answer.failure);
    const time = isRefusal ? keepAwayFor : keepFor[answer.outcome];
    if (time === undefined) return;
    kept.set(isRefusal ? refusalOf(asked) : questionOf(vatNumber, asked), { answer, until: now() + time });
    const [oldest] = kept.keys();
    if (kept.size > KEPT_ANSWERS && oldest !== undefined) kept.delete(oldest);
  };

  return {
    async check(vatNumber, asked) {
      const lane = laneOf(vatNumber.slice(0, 2));
      // While a state is slow its checks queue up: better no answer soon than one after everybody's time is out.
      if (!(await lane.enter(patience)))
        return notAsked(vatNumber, asked, unverifiable('queue_too_long', 'rate_limit'));
      try {
        asked.signal?.throwIfAborted();
        // Looked up inside the lane: a check that waited behind the same question finds its answer.
        const known = standing(questionOf(vatNumber, asked));
        if (known !== undefined) return known;
        const refusal = standing(refusalOf(asked));
        if (refusal !== undefined) return notAsked(vatNumber, asked, refusal);
        const answer = await register.check(vatNumber, asked);
        keep(vatNumber, asked, answer);
        return answer;
      } finally {
        lane.leave();
      }
    },
  };
}

/** Two checks ask the same only if they name the same requester and trader: the evidence differs otherwise. */
const questionOf = (vatNumber: string, { requester, trader }: VatCheckOptions): string =>
  JSON.stringify([vatNumber, requester, trader]);

/** A refusal is of whoever asks, whatever the number. */
const refusalOf = ({ requester }: VatCheckOptions): string => JSON.stringify(['refused', requester]);

/** Nobody was asked, and the evidence says so. */
function notAsked(vatNumber: string, asked: VatCheckOptions, verdict: VatVerdict): VatAnswer {
  const source = { register: 'none', clientVersion: 'avenant-queue/1' };
  return { ...verdict, evidence: evidenceOf(source, vatNumber, asked, null, NOTHING_DISCLOSED) };
}

/** Lets a fixed number in at a time, in the order of arrival. */
class Lane {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(width: number) {
    this.#free = width;
  }

  /** @returns false when its turn did not come in time; a caller that is let in has to leave */
  async enter(patience: number): Promise<boolean> {
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    return new Promise((resolve) => {
      const come = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(come);
        resolve(false);
      }, patience);
      this.#waiting.add(come);
    });
  }

  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
