import { useCallback, useState } from 'react';

const PREFIX = 'avenant.kept.';
const KEPT_FOR = 'avenant.kept_for';

/** What was typed in this tab is its person's: whoever signs in here after them finds none of it. */
export function keepFor(person: string): void {
  const former = sessionStorage.getItem(KEPT_FOR);
  if (former !== null && former !== person) sessionStorage.clear();
  sessionStorage.setItem(KEPT_FOR, person);
}

/**
 * A state that is still there after the page was loaded again in this tab, so that nothing typed is lost when a session ends. What
 * is kept must be plain data, and no secret.
 *
 * @param name of the form and its field, e.g. "change.sub_1.seats"
 */
export function useKept<Value>(name: string, first: Value): [Value, (next: Value) => void, () => void] {
  const [value, setValue] = useState<Value>(() => {
    const kept = sessionStorage.getItem(PREFIX + name);
    return kept === null ? first : (JSON.parse(kept) as Value);
  });
  const keep = useCallback(
    (next: Value) => {
      sessionStorage.setItem(PREFIX + name, JSON.stringify(next));
      setValue(next);
    },
    [name],
  );
  const forget = useCallback(() => sessionStorage.removeItem(PREFIX + name), [name]);
  return [value, keep, forget];
}
