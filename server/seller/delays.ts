import { DAY, HOUR, MINUTE, SECOND } from '../../billing/calendar/durations';

/** The units of a delay in the API: ISO 8601 with one of them, the longest that is left whole. */
const UNITS = [
  { before: 'P', letter: 'D', milliseconds: DAY },
  { before: 'PT', letter: 'H', milliseconds: HOUR },
  { before: 'PT', letter: 'M', milliseconds: MINUTE },
  { before: 'PT', letter: 'S', milliseconds: SECOND },
] as const;
const [, , , SECONDS] = UNITS;

/** Milliseconds as a delay, e.g. "P7D" or "PT15M". */
export function delayText(delay: number): string {
  const { before, letter, milliseconds } = UNITS.find((unit) => delay % unit.milliseconds === 0) ?? SECONDS;
  return `${before}${delay / milliseconds}${letter}`;
}

/** The milliseconds of a delay that has its form. */
export function delayInMilliseconds(delay: string): number {
  const { milliseconds } = UNITS.find(({ letter }) => delay.endsWith(letter)) ?? SECONDS;
  return Number(/\d+/.exec(delay)?.[0]) * milliseconds;
}
