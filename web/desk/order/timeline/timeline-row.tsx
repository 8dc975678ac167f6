import type { ReactNode } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { Icon } from '../../../shared/ui/icons';
import { useDesk } from '../../words/desk-words';
import { isFailure } from './stream';
import './timeline.css';
import { useClock } from './use-clock';

type Item = Schemas['TimelineItem'];

interface TimelineRowProps {
  item: Item;
  zone: string | null;
  /** In place of its hour, where something can be done with it. */
  look?: ReactNode;
  /** Under its sentence, where something can be done about it. */
  children?: ReactNode;
}

/** One thing that happened, in a sentence, with its hour; what failed has a mark and a word. */
export function TimelineRow({ item, zone, look, children }: TimelineRowProps) {
  const { say } = useDesk();
  const { clock } = useClock(zone);
  const { at, text, importance } = item;
  const label = 'label' in item ? item.label : null;
  const hasFailed = isFailure(item);
  return (
    <li className={`timeline-row ${hasFailed ? 'failed' : importance}`}>
      {look ?? <time dateTime={at}>{clock(at)}</time>}
      <span>
        {hasFailed && (
          <span className="timeline-mark">
            <Icon name="stop" />
            <span className="aloud">{say('desk.order.timeline.failure')} </span>
          </span>
        )}
        {label !== null && item.kind === 'move' && <span className="second">{label}: </span>}
        {text}
      </span>
      {children !== undefined && <div className="timeline-more">{children}</div>}
    </li>
  );
}
