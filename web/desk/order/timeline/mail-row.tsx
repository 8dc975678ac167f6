import { useEffect, useRef } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { ResendMail } from '../../parts/resend-mail';
import { useDesk } from '../../words/desk-words';
import { TimelineRow } from './timeline-row';

type TimelineMail = Schemas['TimelineMail'] | Schemas['TimelineReminder'];

interface TimelineMailRowProps {
  item: TimelineMail;
  zone: string | null;
  /** Somebody has had it sent again here. */
  isResent: boolean;
  onResent(): void;
}

/** A mail about the order; one that was given up is sent again where it stands, and what became of that is told there. */
export function TimelineMailRow({ item, zone, isResent, onResent }: TimelineMailRowProps) {
  const { say } = useDesk();
  const told = useRef<HTMLParagraphElement>(null);
  // What was pressed for it is gone.
  useEffect(() => {
    if (isResent) told.current?.focus();
  }, [isResent]);
  const { key, status, text, mayResend } = item;
  return (
    <TimelineRow item={item} zone={zone}>
      {isResent && (
        <p ref={told} role="status" tabIndex={-1}>
          {say('desk.order.timeline.resent', { status })}
        </p>
      )}
      {mayResend && <ResendMail mailKey={key} about={text} onDone={onResent} />}
    </TimelineRow>
  );
}
