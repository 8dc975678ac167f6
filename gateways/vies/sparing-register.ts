import type { VatAnswer, VatCheckOptions, VatRegister } from './port';

export interface SparingOptions {
  /** Checks of one state at the same time; VIES refuses more with MS_MAX_CONCURRENT_REQ. 2 when left out. */
  atOnce?: number;
  /** How long an answer is given again, in milliseconds; what could not be verified is asked again at once. */
  keepValidFor?: number;
  keepInvalidFor?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
const KEPT_ANSWERS = 1_000;

interface Kept {
  answer: VatAnswer;
  until: number;
}

/**
 * Asks a register sparingly: a few checks of one state at a time, and an answer is given again for a while, with the
 * evidence of the check that was made.
 */
export function sparingRegister(register: VatRegister, options: SparingOptions = {}): VatRegister {
  const { atOnce = 2, keepValidFor = HOUR, keepInvalidFor = 5 * MINUTE, now = Date.now } = options;
  const lanes = new Map<string, Lane>();
  const kept = new Map<string, Kept>();
  const keepFor: Partial<Record<VatAnswer['outcome'], number>> = { valid: keepValidFor, invalid: keepInvalidFor };

  const laneOf = (state: string): Lane => {
    const lane = lanes.get(state) ?? new Lane(atOnce);
    lanes.set(state, lane);
    return lane;
  };
  const keep = (question: string, answer: VatAnswer): void => {
    const time = keepFor[answer.outcome];
    if (time === undefined) return;
    kept.set(question, { answer, until: now() + time });
    const [oldest] = kept.keys();
    if (kept.size > KEPT_ANSWERS && oldest !== undefined) kept.delete(oldest);
  };

  return {
    async check(vatNumber, asked) {
      const question = questionOf(vatNumber, asked);
      return laneOf(vatNumber.slice(0, 2)).enter(asked.signal, async () => {
        // Looked up inside the lane: whoever waited behind the same question finds its answer.
        const standing = kept.get(question);
        if (standing !== undefined && standing.until > now()) return standing.answer;
        kept.delete(question);
        const answer = await register.check(vatNumber, asked);
        keep(question, answer);
        return answer;
      });
    },
  };
}

/** Two checks ask the same only if they name the same requester and trader: the evidence differs otherwise. */
const questionOf = (vatNumber: string, { requester, trader }: VatCheckOptions): string =>
  JSON.stringify([vatNumber, requester, trader]);

/** Lets a fixed number in at a time, in the order of arrival. */
class Lane {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(width: number) {
    this.#free = width;
  }

  async enter<Result>(signal: AbortSignal | undefined, run: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      signal?.throwIfAborted();
      return await run();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
