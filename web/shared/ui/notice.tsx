import { type ReactNode, useEffect, useRef } from 'react';
import { useWords } from '../words/words';
import { Icon, type IconName } from './icons';
import './sheet.css';

type NoticeKind = 'info' | 'wait' | 'error' | 'done';

const ICON_OF: Readonly<Record<NoticeKind, IconName>> = { info: 'info', wait: 'clock', error: 'stop', done: 'check' };

interface NoticeProps {
  kind: NoticeKind;
  title: string;
  /** What happened, and what to do next. */
  children?: ReactNode;
  /** It appears after something was done, so it is read out as soon as it is there. */
  isAnnounced?: boolean;
  level?: 2 | 3;
}

/** Something to know, in a sentence with a heading. An error says what was not done. */
export function Notice({ kind, title, children, isAnnounced = false, level = 2 }: NoticeProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={`notice ${kind}`} role={isAnnounced ? (kind === 'error' ? 'alert' : 'status') : undefined}>
      <Icon name={ICON_OF[kind]} />
      <Heading className="notice-title">{title}</Heading>
      {children !== undefined && <div className="notice-body">{children}</div>}
    </div>
  );
}

/** One thing that is wrong with a form: the field it is about, and the words that stand beside that field. */
export interface FormFault {
  /** Of the field. */
  id: string;
  text: string;
}

/** All that is wrong with a form, on top of it. Each line leads to its field; it takes the focus when it appears. */
export function ErrorSummary({ faults, takesFocus = true }: { faults: readonly FormFault[]; takesFocus?: boolean }) {
  const { say } = useWords();
  const summary = useRef<HTMLDivElement>(null);
  const isShown = faults.length > 0;
  useEffect(() => {
    if (isShown && takesFocus) summary.current?.focus();
  }, [isShown, takesFocus]);
  if (!isShown) return null;
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={summary}>
      <h2>{say('ui.errors.title')}</h2>
      <ul>
        {faults.map(({ id, text }) => (
          <li key={id}>
            <a className="link" href={`#${id}`} onClick={(event) => goTo(event, id)}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function goTo(event: { preventDefault(): void }, id: string): void {
  if (focusField(id)) event.preventDefault();
}

const INPUTS = 'input, textarea, button';

/** Puts the focus on a field: on the input itself, where the kit gave the id to what stands around it. @returns whether it is there */
export function focusField(id: string): boolean {
  const field = document.getElementById(id);
  const input = field?.matches(INPUTS) ? field : field?.querySelector<HTMLElement>(INPUTS);
  if (!input) return false;
  input.focus();
  field?.scrollIntoView({ block: 'center' });
  return true;
}
