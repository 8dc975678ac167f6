import { Fragment, type ReactNode } from 'react';
import { Failure } from '../../shared/api/failure';
import { Empty } from '../../shared/ui/empty';
import { More } from '../../shared/ui/more';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import './parts.css';

/** What is known of a list so far. */
export interface ListRead<Item> {
  /** Undefined until it is read. */
  items: readonly Item[] | undefined;
  error: unknown;
  onRetry(): void;
  /** The way to what is not read yet, of a list that is read by the page. */
  rest?: { hasMore: boolean; isReading: boolean; onMore(): void };
}

interface ListProps<Item> {
  /** What it is a list of. */
  label: string;
  read: ListRead<Item>;
  keyOf(item: Item): string;
  empty: { title: string; text: string };
  /** What there is more of, for whoever hears the button alone. */
  more?: string;
  children(item: Item): ReactNode;
}

/** A list on a sheet; each item is drawn as a {@link ListRow}. */
export function List<Item>({ label, read, keyOf, empty, more = label, children }: ListProps<Item>) {
  const { items, error, onRetry, rest } = read;
  if (items === undefined && error !== null) return <Failure error={error} onRetry={onRetry} />;
  if (items?.length === 0) {
    return (
      <Empty title={empty.title}>
        <p className="second">{empty.text}</p>
      </Empty>
    );
  }
  return (
    <>
      <Sheet>
        <ul className="rows desk-rows" aria-label={label}>
          {items === undefined ? (
            <UnreadRows />
          ) : (
            items.map((item) => <Fragment key={keyOf(item)}>{children(item)}</Fragment>)
          )}
        </ul>
      </Sheet>
      {rest !== undefined && <More {...rest} aloud={more} />}
    </>
  );
}

interface ListRowProps {
  /** What it is: a link to it, or its name. */
  title: ReactNode;
  /** Facts under the title, in one line where there is room. */
  about?: ReactNode;
  /** Where it stands, and what can be done with it. */
  side?: ReactNode;
  /** Over the whole width, under both. */
  children?: ReactNode;
}

export function ListRow({ title, about, side, children }: ListRowProps) {
  return (
    <li className="desk-row">
      <div className="row-what">
        <div className="row-title">{title}</div>
        {about !== undefined && <div className="row-about">{about}</div>}
      </div>
      {side !== undefined && <div className="row-side">{side}</div>}
      {children !== undefined && <div className="row-more">{children}</div>}
    </li>
  );
}

/** Facts beside each other, each a name with its value. */
export function Details({ children }: { children: ReactNode }) {
  return <dl className="details">{children}</dl>;
}

/** Stands in {@link Details}. */
export function Detail({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function UnreadRows() {
  return ['a', 'b', 'c', 'd'].map((place) => (
    <li key={place} className="desk-row">
      <div className="row-what">
        <p>
          <Skeleton width="60%" />
        </p>
        <p className="small">
          <Skeleton width="14rem" />
        </p>
      </div>
    </li>
  ));
}
