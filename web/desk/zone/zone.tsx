import { createContext, type ReactNode, useContext, useState } from 'react';
import { useTimeZone } from '../../shared/api/api';
import { timeText } from '../../shared/dates/date-text';
import { useWords } from '../../shared/words/words';

/** Whose hours are told: the reader's, those of the order's account, or UTC's, as logs have them. */
export const ZONE_CHOICES = ['mine', 'account', 'utc'] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

interface ChosenZone {
  choice: ZoneChoice;
  choose(choice: ZoneChoice): void;
}

const KEPT = 'avenant.desk_zone';

const ZoneContext = createContext<ChosenZone | null>(null);

const isChoice = (value: string | null): value is ZoneChoice => ZONE_CHOICES.some((one) => one === value);

/** Keeps which zone was chosen, for this browser. */
export function ZoneProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<ZoneChoice>(() => {
    const kept = localStorage.getItem(KEPT);
    return isChoice(kept) ? kept : 'mine';
  });
  const choose = (chosen: ZoneChoice): void => {
    localStorage.setItem(KEPT, chosen);
    setChoice(chosen);
  };
  return <ZoneContext value={{ choice, choose }}>{children}</ZoneContext>;
}

/** @throws Error outside of {@link ZoneProvider} */
export function useChosenZone(): ChosenZone {
  const chosen = useContext(ZoneContext);
  if (chosen === null) throw new Error('There is no zone outside of ZoneProvider.');
  return chosen;
}

/**
 * Tells instants in the zone that was chosen.
 *
 * @param ofAccount IANA zone of the account that a screen is about; the reader's stands in where there is none
 */
export function useDeskTime(ofAccount: string | null = null): { zone: string; tell(instant: string): string } {
  const { choice } = useChosenZone();
  const { language } = useWords();
  const mine = useTimeZone();
  const zone = choice === 'utc' ? 'UTC' : choice === 'account' ? (ofAccount ?? mine) : mine;
  return { zone, tell: (instant) => timeText(instant, zone, language) };
}
