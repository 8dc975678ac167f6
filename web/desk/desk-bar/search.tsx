import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';
import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Link } from '../../shared/ui/button';
import { useDesk } from '../words/desk-words';
import { useShortcut } from './shortcuts';

type Found = Schemas['SearchResult'];

/** Numbers of any kind are as long at most, in characters; the API takes no more. */
const LONGEST = 200;

/** Finds orders by a number of any kind or a company's name; asked for by Enter, because each search is put on record. */
export function Search() {
  const { say } = useDesk();
  const { ask } = useApi();
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<{ found: Found } | { error: unknown } | 'searching' | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const asked = useRef<AbortController>(null);
  useShortcut('/', () => {
    field.current?.focus();
    field.current?.select();
  });
  useEffect(() => () => asked.current?.abort(), []);
  const end = (): void => {
    asked.current?.abort();
    setOutcome(null);
  };
  const search = async (): Promise<void> => {
    end();
    if (text.trim() === '') return;
    const controller = new AbortController();
    const { signal } = controller;
    asked.current = controller;
    setOutcome('searching');
    try {
      setOutcome({ found: await ask('POST /v1/search', { body: { text: text.trim() }, signal }) });
    } catch (error) {
      if (!signal.aborted) setOutcome({ error });
    }
  };
  const close = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || outcome === null) return;
    event.stopPropagation();
    end();
    field.current?.focus();
  };
  const leave = ({
    currentTarget,
    relatedTarget,
  }: {
    currentTarget: Element;
    relatedTarget: EventTarget | null;
  }): void => {
    if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) end();
  };
  return (
    <search className="desk-search" onKeyDownCapture={close} onBlur={leave}>
      <SearchField
        value={text}
        onChange={setText}
        onSubmit={() => void search()}
        onClear={end}
        className="search-field"
      >
        <Label className="aloud">{say('desk.bar.search')}</Label>
        <Input ref={field} className="input" placeholder={say('desk.bar.search.hint')} maxLength={LONGEST} />
      </SearchField>
      <p role="status" className="aloud">
        {outcome !== null && outcome !== 'searching' && 'found' in outcome
          ? say('desk.bar.search.found', { count: outcome.found.items.length })
          : ''}
      </p>
      {outcome !== null && (
        <div className="search-results">
          {outcome === 'searching' ? (
            <p className="second small">{say('desk.bar.search.searching')}</p>
          ) : 'found' in outcome ? (
            <Results found={outcome.found} onLeave={end} />
          ) : (
            <Failure error={outcome.error} onRetry={() => void search()} />
          )}
        </div>
      )}
    </search>
  );
}

function Results({ found, onLeave }: { found: Found; onLeave(): void }) {
  const { say } = useDesk();
  if (found.items.length === 0) return <p>{say('desk.bar.search.nothing')}</p>;
  return (
    <>
      <ul className="rows">
        {found.items.map(({ foundBy, order }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: a link that is pressed by Enter is clicked
          <li key={`${foundBy} ${order.changeId}`} onClick={onLeave}>
            <Link href={`/desk/orders/${encodeURIComponent(order.changeId)}`}>{order.headline}</Link>
            <p className="second small">
              {say(`desk.bar.search.by.${foundBy}`)} · {order.accountName ?? order.accountId}
            </p>
          </li>
        ))}
      </ul>
      {found.more && <p className="second small">{say('desk.bar.search.more')}</p>}
    </>
  );
}
