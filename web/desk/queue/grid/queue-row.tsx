import { memo } from 'react';
import { Amount } from '../../../shared/ui/amount';
import { Icon, type IconName } from '../../../shared/ui/icons';
import { lengthText, roughLengthText } from '../../parts/lengths';
import { useDesk } from '../../words/desk-words';
import { useShortTime } from '../at-short';
import type { Mark } from '../list/news';
import { orderAddress } from '../order-address';
import type { QueueOrder } from '../views/view';

interface QueueRowProps {
  order: QueueOrder;
  /** Its place in the list, from 0. */
  index: number;
  /** From the top of the list, in CSS pixels. */
  top: number;
  /** The row that the keys act on. */
  isCurrent: boolean;
  isSelected: boolean;
  mark: Mark | undefined;
  /** What is shown of those who look after orders. */
  assignee: string | null;
  /** In milliseconds since 1970. */
  now: number;
}

const ICON_OF: Readonly<Record<Mark, IconName>> = { changed: 'turning', left: 'check' };

/** An order in a line: what it is about, whose it is, how much, since when, what comes next by itself, and who has it. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { order, index, top, isCurrent, isSelected, mark, assignee, now } = props;
  const { say } = useDesk();
  const { changeId, headline, stuck, accountName, accountId, dueToday, nextTimerAt, country } = order;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      data-row={index}
      className={['queue-row', mark, isCurrent && 'current'].filter(Boolean).join(' ')}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className="cell-box" data-selects>
        <span className="select-box">{isSelected && <Icon name="check" />}</span>
      </span>
      <span role="gridcell" className="cell-headline">
        {mark !== undefined && (
          <span className="mark">
            <Icon name={ICON_OF[mark]} />
            {say(`desk.queue.mark.${mark}`)}
          </span>
        )}
        <a href={orderAddress(changeId)} tabIndex={-1} className="headline">
          {stuck?.text ?? headline}
        </a>
      </span>
      <span role="gridcell" className="cell-account">
        {accountName ?? accountId}
      </span>
      <span role="gridcell" className="cell-due">
        {dueToday !== null && <Amount of={dueToday} />}
      </span>
      <span role="gridcell" className="cell-age">
        <Age order={order} now={now} />
      </span>
      <span role="gridcell" className="cell-next">
        {nextTimerAt !== null && (
          <time dateTime={nextTimerAt}>
            {say('desk.queue.moves_in', { length: roughLengthText(Math.max(0, Date.parse(nextTimerAt) - now), say) })}
          </time>
        )}
      </span>
      <span role="gridcell" className="cell-assignee">
        {assignee}
      </span>
      <span role="gridcell" className="cell-country">
        {country}
      </span>
    </div>
  );
});

/** For how long it is where it is, and since when on the row that has the focus. */
function Age({ order, now }: { order: QueueOrder; now: number }) {
  const { say } = useDesk();
  const short = useShortTime();
  const { inStateSince: since, updatedAt } = order;
  const at = since ?? updatedAt;
  const { text: absolute, inZone } = short(at);
  return since === null ? (
    <time dateTime={at} title={inZone}>
      {absolute}
    </time>
  ) : (
    <time dateTime={at} title={inZone}>
      <span className="relative">{lengthText(Math.max(0, now - Date.parse(since)), say)}</span>
      <span className="absolute">{absolute}</span>
    </time>
  );
}
