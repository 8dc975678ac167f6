import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApi, useTimeZone } from '../shared/api/api';
import type { Schemas } from '../shared/api/api-types';
import { clockText } from '../shared/dates/date-text';
import { Button, LinkButton } from '../shared/ui/button';
import { Dialog } from '../shared/ui/dialog';
import { useWords } from '../shared/words/words';
import { signInAddress } from './sign-in';

/** So long before its end somebody is told of it, in milliseconds (WCAG 2.2, 2.2.1). */
const WARNED_BEFORE = 120_000;
/** The longest that a timer of a browser can wait. */
const LONGEST = 2_147_483_647;

const SESSION = ['GET /v1/session'];

/** Tells that the session is about to end, and lets one stay by one press. */
export function SessionWatch() {
  const { say, language } = useWords();
  const { ask, session } = useApi();
  const zone = useTimeZone();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [confirmed, setConfirmed] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const { end, canStay } = endOf(session);
  const left = useLeft(end);
  // It was used meanwhile, or is over: the session itself tells, and looking at it is no use of it.
  useEffect(() => {
    if (left !== 'plenty') void queries.invalidateQueries({ queryKey: SESSION }).then(() => setConfirmed(end));
  }, [left, end, queries]);
  const stay = async (): Promise<void> => {
    setBusy(true);
    try {
      const ends = await ask('POST /v1/session/prolong', {});
      queries.setQueryData<Schemas['Session']>(SESSION, (known) => known && { ...known, ...ends });
    } finally {
      setBusy(false);
    }
  };
  const at = Number.isFinite(end) ? clockText(end, zone, language) : '';
  return (
    <Dialog
      title={say('ui.session_ends.title', { at })}
      isOpen={left === 'little' && confirmed === end && dismissed !== end}
      onClose={() => setDismissed(end)}
      buttons={
        canStay ? (
          <Button onPress={() => void stay()} isBusy={isBusy} autoFocus>
            {say('ui.session_ends.stay')}
          </Button>
        ) : (
          <>
            <LinkButton href={signInAddress()}>{say('ui.session_ends.anew')}</LinkButton>
            <Button kind="plain" onPress={() => setDismissed(end)}>
              {say('ui.close')}
            </Button>
          </>
        )
      }
    >
      <p>{say(canStay ? 'ui.session_ends.text' : 'ui.session_ends.for_good')}</p>
    </Dialog>
  );
}

/** When a session ends unless something is done, and whether anything can be; one of a key or token never does. */
function endOf({ idleEndsAt, endsAt }: Schemas['Session']): { end: number; canStay: boolean } {
  const [idle, last] = [idleEndsAt, endsAt].map((at) => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at)));
  const end = Math.min(idle ?? Number.POSITIVE_INFINITY, last ?? Number.POSITIVE_INFINITY);
  return { end, canStay: end !== last };
}

type Left = 'plenty' | 'little' | 'nothing';

const leftUntil = (end: number): Left => {
  const left = end - Date.now();
  if (left <= 0) return 'nothing';
  return left <= WARNED_BEFORE ? 'little' : 'plenty';
};

/** How much is left until a moment, told when it comes to be less. */
function useLeft(end: number): Left {
  const [left, setLeft] = useState(() => leftUntil(end));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const now = leftUntil(end);
      setLeft(now);
      const next = now === 'plenty' ? end - WARNED_BEFORE : end;
      if (now !== 'nothing') timer = setTimeout(look, Math.min(Math.max(next - Date.now(), 0) + 1, LONGEST));
    };
    look();
    return () => clearTimeout(timer);
  }, [end]);
  return left;
}
