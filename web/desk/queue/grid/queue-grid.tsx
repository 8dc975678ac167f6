import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import { Skeleton } from '../../../shared/ui/standing';
import { isChorded, useShortcuts } from '../../desk-bar/shortcuts';
import { useNow } from '../../parts/use-now';
import { useDesk } from '../../words/desk-words';
import type { QueueList } from '../list/use-queue-list';
import { useIsNarrow } from '../use-is-narrow';
import { type Meant, meantBy } from './grid-keys';
import { QueueRow } from './queue-row';
import { rangeTo } from './range';
import type { Selection } from './use-selection';

/** Heights of a row in CSS pixels: one line, and three of them where there is no room for columns. */
const ROW = 32;
const NARROW_ROW = 104;
/** So many rows before the end of what was read, what follows is read. */
const READS_AHEAD = 40;

const COLUMNS = ['headline', 'account', 'due', 'age', 'next', 'assignee', 'country'] as const;

/** What somebody does with the row that has the focus. */
interface RowDeeds {
  open(index: number): void;
  take(index: number): void;
  acts(index: number): void;
}

/** @property focusRow puts the focus on the current row */
export interface GridHandle {
  focusRow(): void;
}

interface QueueGridProps {
  list: QueueList;
  label: string;
  /** Of all orders of the view; null where nobody has counted that far. */
  count: number | null;
  /** The current row, from 0. */
  current: number;
  onCurrent(index: number): void;
  selection: Selection;
  deeds: RowDeeds;
  nameOf(userId: string): string;
  handle: Ref<GridHandle>;
}

/**
 * The rows of a view. One stop for the tabulator: the current row, which arrows and letters change; only what is seen is there, and
 * the current row, wherever it is scrolled to.
 */
export function QueueGrid(props: QueueGridProps) {
  const { list, label, count, current, onCurrent, selection, deeds, nameOf, handle } = props;
  const { orders, hasMore, isReadingMore, readMore, news } = list;
  const { say } = useDesk();
  const { areOn } = useShortcuts();
  const isNarrow = useIsNarrow();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const takesFocus = useRef(false);
  /** The order that a range begins with: its place may change. */
  const anchor = useRef(orders[current]?.changeId ?? null);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      if (current >= range.count || seen.includes(current)) return seen;
      return current < (seen[0] ?? 0) ? [current, ...seen] : [...seen, current];
    },
    [current],
  );
  const rowHeight = isNarrow ? NARROW_ROW : ROW;
  const virtual = useVirtualizer({
    count: orders.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    rangeExtractor,
  });
  useEffect(() => {
    if (rowHeight > 0) virtual.measure();
  }, [virtual, rowHeight]);
  const focusCurrent = useCallback(() => {
    scroller.current?.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus({ preventScroll: true });
  }, []);
  useImperativeHandle(handle, () => ({ focusRow: focusCurrent }), [focusCurrent]);
  useLayoutEffect(() => {
    if (!takesFocus.current || current < 0) return;
    takesFocus.current = false;
    virtual.scrollToIndex(current, { align: 'auto' });
    focusCurrent();
  }, [current, virtual, focusCurrent]);
  const rows = virtual.getVirtualItems();
  const lastSeen = virtual.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasMore && !isReadingMore && lastSeen >= orders.length - READS_AHEAD) readMore();
  });

  const moveTo = (index: number): void => {
    takesFocus.current = true;
    onCurrent(index);
  };
  const beginAt = (index: number): void => {
    anchor.current = orders[index]?.changeId ?? null;
  };
  const selectTo = (index: number): void => selection.add(rangeTo(orders, anchor.current, index));
  const toggle = (index: number): void => {
    const order = orders[index];
    if (order !== undefined) selection.toggle(order.changeId);
    beginAt(index);
  };
  const act = (meant: Meant): void => {
    if (meant.kind === 'move') {
      if (meant.selects) selectTo(meant.to);
      else beginAt(meant.to);
      moveTo(meant.to);
    } else if (meant.kind === 'select') {
      if (meant.range) selectTo(current);
      else toggle(current);
    } else if (meant.kind === 'clear') {
      selection.clear();
    } else {
      deeds[meant.kind](current);
    }
  };
  const press = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    const meant = meantBy(event, { index: current, last: orders.length - 1, page, areOneKeysOn: areOn });
    if (meant === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act(meant);
  };
  const click = (event: MouseEvent): void => {
    const { target, shiftKey } = event;
    if (!(target instanceof Element)) return;
    const row = target.closest<HTMLElement>('[data-row]');
    if (row === null) return;
    const index = Number(row.dataset.row);
    if (target.closest('a') !== null) {
      // With another key held it is the browser that opens it, beside this page.
      if (isChorded(event) || shiftKey) return;
      event.preventDefault();
      deeds.open(index);
      return;
    }
    if (target.closest('[data-selects]') !== null) {
      if (shiftKey) selectTo(index);
      else toggle(index);
    }
    moveTo(index);
    // The current row is not one anew, and takes the focus all the same.
    if (index === current) focusCurrent();
  };
  return (
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={count === null ? -1 : count + 1}
      aria-multiselectable="true"
      aria-busy={isReadingMore && orders.length === 0}
      className="queue-grid"
      onKeyDown={press}
      onClick={click}
    >
      <div role="rowgroup" className="queue-head">
        <div role="row" aria-rowindex={1} className="queue-names">
          <span role="columnheader">
            <span className="aloud">{say('desk.queue.column.selected')}</span>
          </span>
          {COLUMNS.map((column) => (
            <span key={column} role="columnheader" className={`cell-${column}`}>
              <span className={column === 'country' ? 'aloud' : undefined}>{say(`desk.queue.column.${column}`)}</span>
            </span>
          ))}
        </div>
      </div>
      <div className="queue-scroller" ref={scroller}>
        <div role="rowgroup" className="queue-rows" style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, start }) => {
            const order = orders[index];
            return (
              order !== undefined && (
                <QueueRow
                  key={order.changeId}
                  order={order}
                  index={index}
                  top={start}
                  isCurrent={index === current}
                  isSelected={selection.ids.has(order.changeId)}
                  mark={news.marks.get(order.changeId)}
                  assignee={order.assignee === null ? null : nameOf(order.assignee)}
                  now={now}
                />
              )
            );
          })}
        </div>
        {isReadingMore && (
          <p className="queue-more">
            <Skeleton width="40%" />
          </p>
        )}
      </div>
    </div>
  );
}

/** Keeps the place of the rows while the first ones are read. */
export function UnreadRows() {
  return (
    <div className="queue-grid" aria-busy="true">
      <div className="queue-scroller">
        {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((row) => (
          <p key={row} className="queue-more">
            <Skeleton width="80%" />
          </p>
        ))}
      </div>
    </div>
  );
}
