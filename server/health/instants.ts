type Instants = readonly (Date | null)[];

const timesOf = (instants: Instants): number[] => instants.flatMap((one) => (one === null ? [] : one.getTime()));

/** The first of some instants; null where there is none. */
export const earliestOf = (instants: Instants): Date | null => picked(timesOf(instants), Math.min);

/** The last of them. */
export const latestOf = (instants: Instants): Date | null => picked(timesOf(instants), Math.max);

const picked = (times: readonly number[], pick: (...times: number[]) => number): Date | null =>
  times.length === 0 ? null : new Date(pick(...times));
