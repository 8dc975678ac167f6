import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { useTimeZone } from '../../shared/api/api';
import { timeText } from '../../shared/dates/date-text';
import { useWords } from '../../shared/words/words';

/** Whose hours are told: the reader's, those of the order's account, or UTC's, as logs have them. */
export const ZONE_CHOICES = ['mine', 'account', 'utc'] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

interface ChosenZone {
  choice: ZoneChoice;
  choose(choice: ZoneChoice): void;
  /** IANA zone of the account that the screen is about; null where it is about many, or that is not known. */
  ofAccount: string | null;
  /** Something on the screen tells its times in the zone of an account, until it is called off. */
  follow(zone: string): () => void;
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
  const [followed, setFollowed] = useState<readonly string[]>([]);
  const choose = useCallback((chosen: ZoneChoice): void => {
    localStorage.setItem(KEPT, chosen);
    setChoice(chosen);
  }, []);
  const follow = useCallback((zone: string) => {
    setFollowed((before) => [...before, zone]);
    return () => setFollowed((before) => before.toSpliced(before.lastIndexOf(zone), 1));
  }, []);
  const ofAccount = followed.at(-1) ?? null;
  const chosen = useMemo(() => ({ choice, choose, ofAccount, follow }), [choice, choose, ofAccount, follow]);
  return <ZoneContext value={chosen}>{children}</ZoneContext>;
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
  const { choice, follow } = useChosenZone();
  const { language } = useWords();
  const mine = useTimeZone();
  useEffect(() => (ofAccount === null ? undefined : follow(ofAccount)), [ofAccount, follow]);
  const zone = choice === 'utc' ? 'UTC' : choice === 'account' ? (ofAccount ?? mine) : mine;
  return { zone, tell: (instant) => timeText(instant, zone, language) };
}

/** "Europe/Paris", "America/New York": a zone as people read it. */
export const zoneText = (zone: string): string => zone.replaceAll('_', ' ');
