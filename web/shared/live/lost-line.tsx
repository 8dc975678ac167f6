import { createContext, useContext } from 'react';
import { useTimeZone } from '../api/api';
import { clockText } from '../dates/date-text';
import { Icon } from '../ui/icons';
import { useWords } from '../words/words';
import './live.css';

const LostSinceContext = createContext<number | null>(null);

/** Tells everything below since when nobody knows whether what is shown is still so, in milliseconds since 1970; null where it is. */
export const LostSince = LostSinceContext.Provider;

/** That there is no connection, and of when what is shown is; read out politely as soon as it is so. */
export function LostLine() {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const since = useContext(LostSinceContext);
  return (
    <p className="lost-line" role="status">
      {since !== null && (
        <>
          <Icon name="turning" />
          <span>{say('ui.live.lost', { at: clockText(since, zone, language) })}</span>
        </>
      )}
    </p>
  );
}
