import { type FactProblem, unlessReadable } from '../facts/check';
import type { BilledLine, CivilDate, Instant, Period, Subscription } from '../facts/types';
import { BillingError } from '../money/errors';
import { addMonths, dayNumberOf, localDate } from './calendar';

/** The dates of a subscription, whole or as a simulation gives them. */
type Dates = Pick<Subscription, 'period'> &
  Partial<Pick<Subscription, 'anchorDay' | 'anchorDate' | 'periodStartsAt' | 'pausesOn' | 'resumesOn'>> & {
    billedLines: readonly Pick<BilledLine, 'period' | 'startsAt'>[];
  };

/** Every date of a subscription that contradicts another one: by which of the two it is billed, nobody could say. */
export function problemsInDates(dates: Dates): FactProblem[] {
  const { period, periodStartsAt, anchorDay, anchorDate, pausesOn, resumesOn, billedLines } = dates;
  return [
    ...startProblems('periodStartsAt', period, periodStartsAt),
    ...(anchorDay === undefined || anchorDate === undefined ? [] : anchorProblems(anchorDay, anchorDate)),
    ...(pausesOn === undefined || resumesOn === undefined ? [] : pauseProblems(pausesOn, resumesOn)),
    ...billedLines.flatMap((line, index) => startProblems(`billedLines.${index}.startsAt`, line.period, line.startsAt)),
  ];
}

/** The last day of a shorter month stands for any later one: 28 February is of anchor day 31 as well. */
function anchorProblems(anchorDay: number, anchorDate: string): FactProblem[] {
  return unlessReadable('anchorDay', () => {
    if (addMonths(anchorDate, 0, anchorDay) === anchorDate) return;
    throw new BillingError('invalid_date', 'anchorDay', `${anchorDay} is not the day of anchorDate ${anchorDate}.`);
  });
}

function pauseProblems(pausesOn: CivilDate, resumesOn: CivilDate): FactProblem[] {
  return unlessReadable('resumesOn', () => {
    if (dayNumberOf(resumesOn) > dayNumberOf(pausesOn)) return;
    const what = `${resumesOn} is not after pausesOn ${pausesOn}, the first day of the pause.`;
    throw new BillingError('invalid_date', 'resumesOn', what);
  });
}

/** Between these every zone lies: that of the account may have been another one when the line was billed. */
const [FIRST_ZONE, LAST_ZONE] = ['+14:00', '-12:00'];

function startProblems(entry: string, { start }: Period, startsAt: Instant | undefined): FactProblem[] {
  if (startsAt === undefined) return [];
  return unlessReadable(entry, () => {
    if (localDate(startsAt, FIRST_ZONE) >= start && localDate(startsAt, LAST_ZONE) <= start) return;
    throw new BillingError('invalid_instant', entry, `${startsAt} is not on ${start}, the first day of its period.`);
  });
}
