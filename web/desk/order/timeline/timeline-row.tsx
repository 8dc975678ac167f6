import type { ReactNode } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { Icon } from '../../../shared/ui/icons';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import './timeline.css';

type Item = Schemas['TimelineItem'];

interface TimelineRowProps {
  item: Item;
  zone: string | null;
  /** What can be done with it. */
  look?: ReactNode;
}

/** One thing that happened, in a sentence, with its hour; what failed has a mark and a word. */
export function TimelineRow({ item, zone, look }: TimelineRowProps) {
  const { say } = useDesk();
  const { tell } = useDeskTime(zone);
  const { at, text, importance } = item;
  const label = 'label' in item ? item.label : null;
  const isFailure = importance === 'high' && item.kind !== 'deed';
  return (
    <li className={`timeline-row ${importance}`}>
      <time dateTime={at}>{tell(at)}</time>
      <span>
        {isFailure && (
          <span className="timeline-mark">
            <Icon name="stop" />
            <span className="aloud">{say('desk.order.timeline.failure')} </span>
          </span>
        )}
        {label !== null && item.kind === 'move' && <span className="second">{label}: </span>}
        {text}
        {look}
      </span>
    </li>
  );
}
