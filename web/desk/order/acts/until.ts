const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How much longer something may be kept, in hours. */
const LONGER = { hour: 1, day: 24, three_days: 72, week: 168, two_weeks: 336 } as const;

export type UntilChoice = keyof typeof LONGER;
export const UNTIL_CHOICES = Object.keys(LONGER) as UntilChoice[];

/** The minute that it is, in milliseconds since 1970: deadlines are told by the minute, and are what is told. */
export const thisMinute = (): number => Math.floor(Date.now() / MINUTE) * MINUTE;

/** The deadline that a choice comes to. @param now see {@link thisMinute} */
export const untilOf = (choice: UntilChoice, now: number): string =>
  new Date(now + LONGER[choice] * HOUR).toISOString();
