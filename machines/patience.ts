/** How long a step is tried before somebody is asked, and why. Spans in milliseconds. */
export interface Patience {
  /** Who has nothing to do but wait meanwhile. */
  whoWaits: 'customer' | 'support' | 'nobody';
  /**
   * What the pauses between its attempts come to at least; an attempt at a service that says nothing takes its own time besides.
   * 0: it is attempted once. Infinity: it is tried until it is done.
   */
  triedFor: number;
  firstPause: number;
  /** Each pause is twice as long as the one before, up to this. */
  longestPause: number;
  /** What happens when that was of no use; a full sentence without its end. */
  afterwards: string;
  /** The reason for so much patience and no more. */
  why: string;
}

/** How often a step is attempted, the first time included; Infinity where there is no end. */
export function attemptsOf({ triedFor, firstPause, longestPause }: Patience): number {
  if (!Number.isFinite(triedFor)) return Infinity;
  let attempts = 1;
  for (let spent = 0, pause = firstPause; spent < triedFor; attempts += 1) {
    spent += pause;
    pause = Math.min(2 * pause, longestPause);
  }
  return attempts;
}
