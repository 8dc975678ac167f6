import { useEffect, useRef } from 'react';
import { Notice } from '../../shared/ui/notice';

/** Tells that something was done; it takes the focus, because what was pressed for it may be gone. Nothing while there is nothing to tell. */
export function Done({ told }: { told: string | null }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (told !== null) place.current?.focus();
  }, [told]);
  if (told === null) return null;
  return (
    <div ref={place} tabIndex={-1}>
      <Notice kind="done" title={told} isAnnounced />
    </div>
  );
}
