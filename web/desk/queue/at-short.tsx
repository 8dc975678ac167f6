import { useWords } from '../../shared/words/words';
import { useDesk } from '../words/desk-words';
import { useDeskTime, zoneText } from '../zone/zone';
import { shortTime } from './short-time';

/** An instant in a row; its zone is told to whoever points at it. */
export function AtShort({ instant }: { instant: string }) {
  const { text, inZone } = useShortTime()(instant);
  return (
    <time dateTime={instant} title={inZone}>
      {text}
    </time>
  );
}

/** Instants in short, alone and with the zone that they are told in. */
export function useShortTime(): (instant: string) => { text: string; inZone: string } {
  const { say } = useDesk();
  const { language } = useWords();
  const { zone } = useDeskTime();
  return (instant) => {
    const text = shortTime(instant, zone, language);
    return { text, inZone: say('desk.zone.time', { at: text, zone: zoneText(zone) }) };
  };
}
