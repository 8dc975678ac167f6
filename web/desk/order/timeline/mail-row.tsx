import { useEffect, useRef } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { ResendMail } from '../../parts/resend-mail';
import { useDesk } from '../../words/desk-words';
import { TimelineRow } from './timeline-row';

type TimelineMail = Schemas['TimelineMail'] | Schemas['TimelineReminder'];

interface TimelineMailRowProps {
  item: TimelineMail;
  zone: string | null;
  /** How often somebody has had it sent again here. */
  timesSent: number;
  onResent(): void;
}

/** A mail about the order; one that was given up is sent again where it stands, and what became of that is told there. */
export function TimelineMailRow({ item, zone, timesSent, onResent }: TimelineMailRowProps) {
  const { say } = useDesk();
  const told = useRef<HTMLParagraphElement>(null);
  // What was pressed for it is gone, each time.
  useEffect(() => {
    if (timesSent > 0) told.current?.focus();
  }, [timesSent]);
  const { key, status, text, mayResend } = item;
  return (
    <TimelineRow item={item} zone={zone}>
      {timesSent > 0 && (
        <p key={timesSent} ref={told} role="status" tabIndex={-1}>
          {say('desk.order.timeline.resent', { status })}
        </p>
      )}
      {mayResend && <ResendMail mailKey={key} about={text} onDone={onResent} />}
    </TimelineRow>
  );
}
