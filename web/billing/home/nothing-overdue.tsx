import { useEffect, useRef } from 'react';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';

/** What was overdue is paid, and how to go on. The button that found that out is gone, so that the focus comes here. */
export function NothingOverdue({ goOn }: { goOn: string }) {
  const { say } = useWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus();
  }, []);
  return (
    <div ref={place} tabIndex={-1}>
      <Notice kind="done" title={say('ui.billing.past_due.paid')} isAnnounced>
        <p>{goOn}</p>
      </Notice>
    </div>
  );
}
