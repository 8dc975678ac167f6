import { type ReactNode, useEffect, useRef } from 'react';
import { useKeptFocus } from './kept-focus';
import './page.css';

interface PageProps {
  title: string;
  /** Where one came from, above the title. */
  back?: ReactNode;
  /** A sentence under the title. */
  lead?: ReactNode;
  /** Something is wrong with what was sent, so that the title says it too. */
  titlePrefix?: string;
  isNarrow?: boolean;
  /** As wide as a screen for work is, up to three columns. */
  isWide?: boolean;
  children: ReactNode;
}

/** The first page of a visit is read from its beginning; every later one from its heading. */
let isFirst = true;

/** A screen: its heading, which is also the title of the window and takes the focus when one comes here from another screen. */
export function Page({ title, back, lead, titlePrefix, isNarrow = false, isWide = false, children }: PageProps) {
  const main = useKeptFocus<HTMLElement>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = [titlePrefix, title, 'Avenant'].filter((part) => part !== undefined).join(' · ');
  }, [title, titlePrefix]);
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, []);
  return (
    <main ref={main} id="main" className={`page${isNarrow ? ' narrow' : ''}${isWide ? ' wide' : ''}`}>
      <div className="page-head">
        {back !== undefined && <div className="page-back">{back}</div>}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && <p>{lead}</p>}
      </div>
      <div className="page-body">{children}</div>
    </main>
  );
}
