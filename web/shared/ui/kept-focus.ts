import { type RefObject, useEffect, useRef } from 'react';

/** What the tabulator reaches. */
const REACHED = ['a[href]', 'button', 'input', 'select', 'textarea', '[tabindex]']
  .map((kind) => `${kind}:not([tabindex="-1"], :disabled)`)
  .join();

/**
 * Keeps the focus where somebody works: where what has it goes away and nothing else was given it, what came in its place takes it, or what
 * stands beside. Whoever hears the page would otherwise start again at its top.
 *
 * @returns of the part of a page that is looked after
 */
export function useKeptFocus<Part extends HTMLElement>(): RefObject<Part | null> {
  const part = useRef<Part>(null);
  useEffect(() => (part.current === null ? undefined : keepFocusIn(part.current)), []);
  return part;
}

function keepFocusIn(part: HTMLElement): () => void {
  let holder: Node | null = null;
  const arrived = ({ target }: FocusEvent): void => {
    holder = target instanceof Node && part.contains(target) ? target : null;
  };
  // A press beside everything takes the focus away too, and means it.
  const left = ({ target }: FocusEvent): void => {
    setTimeout(() => {
      if (holder === target && holder?.isConnected && document.activeElement !== holder) holder = null;
    });
  };
  const observer = new MutationObserver((changes) => {
    if (holder === null) return;
    const change = changes.find(({ removedNodes }) => [...removedNodes].some((node) => node.contains(holder)));
    if (change === undefined) return;
    // What was only put elsewhere has lost the focus too.
    const moved = holder.isConnected ? [holder] : [];
    holder = null;
    const came = changes.filter(({ target }) => target === change.target).flatMap(({ addedNodes }) => [...addedNodes]);
    // Whoever has reason to move the focus does so as soon as the change is drawn.
    requestAnimationFrame(() => setTimeout(() => giveNext(change, [...moved, ...came])));
  });
  document.addEventListener('focusin', arrived);
  document.addEventListener('focusout', left);
  observer.observe(part, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', arrived);
    document.removeEventListener('focusout', left);
    observer.disconnect();
  };
}

function giveNext({ previousSibling, nextSibling, target }: MutationRecord, came: readonly Node[]): void {
  if (document.activeElement !== document.body) return;
  const next = came.flatMap(reachedIn)[0] ?? reachedIn(previousSibling).at(-1) ?? reachedIn(nextSibling)[0];
  if (next !== undefined) next.focus();
  else if (target instanceof HTMLElement) {
    if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
    target.focus();
  }
}

function reachedIn(node: Node | null): HTMLElement[] {
  if (!(node instanceof HTMLElement)) return [];
  const all = [node, ...node.querySelectorAll<HTMLElement>(REACHED)];
  return all.filter((one) => one.matches(REACHED) && one.checkVisibility());
}
