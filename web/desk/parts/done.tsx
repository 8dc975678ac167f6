import { useEffect, useRef, useState } from 'react';
import { Notice } from '../../shared/ui/notice';

/** Something that was done, in words: the same words told again are news again. */
interface Told {
  words: string;
}

/** What was done last, null where nothing was, and the way to tell of it. */
export function useTold(): [told: Told | null, tell: (words: string) => void] {
  const [told, setTold] = useState<Told | null>(null);
  return [told, (words) => setTold({ words })];
}

/** Tells that something was done; it takes the focus, because what was pressed for it may be gone. Nothing while there is nothing to tell. */
export function Done({ told }: { told: Told | null }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (told !== null) place.current?.focus();
  }, [told]);
  if (told === null) return null;
  return (
    <div ref={place} tabIndex={-1}>
      <Notice kind="done" title={told.words} isAnnounced />
    </div>
  );
}
