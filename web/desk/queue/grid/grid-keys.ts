import type { KeyboardEvent } from 'react';
import { isChorded } from '../../desk-bar/shortcuts';

/** What somebody means by a key on a row. `to` is the place of a row, from 0. */
export type Meant =
  | { kind: 'move'; to: number; selects: boolean }
  | { kind: 'open' }
  | { kind: 'take' }
  | { kind: 'select'; range: boolean }
  | { kind: 'acts' }
  | { kind: 'clear' };

interface Where {
  /** The row that has the focus, from 0. */
  index: number;
  last: number;
  /** Rows that are seen at once. */
  page: number;
  /** Whether one key alone does something. */
  areOneKeysOn: boolean;
}

/** @returns undefined for a key that means nothing here, which is then left to the browser */
export function meantBy(event: KeyboardEvent, { index, last, page, areOneKeysOn }: Where): Meant | undefined {
  const { key, shiftKey } = event;
  const to = movedBy(key, { index, last, page }, areOneKeysOn);
  const isPlain = !isChorded(event);
  if (to !== undefined && (isPlain || (event.ctrlKey && (key === 'Home' || key === 'End'))))
    return { kind: 'move', to: Math.min(last, Math.max(0, to)), selects: shiftKey && key.startsWith('Arrow') };
  if (!isPlain) return undefined;
  if (key === 'Enter') return { kind: 'open' };
  if (key === ' ') return { kind: 'select', range: shiftKey };
  if (key === 'Escape') return { kind: 'clear' };
  if (!areOneKeysOn) return undefined;
  if (key === 'e') return { kind: 'take' };
  if (key === 'x' || key === 'X') return { kind: 'select', range: shiftKey };
  return key === '.' ? { kind: 'acts' } : undefined;
}

function movedBy(key: string, { index, last, page }: Omit<Where, 'areOneKeysOn'>, areOneKeysOn: boolean) {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + page;
    case 'PageUp':
      return index - page;
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'j':
      return areOneKeysOn ? index + 1 : undefined;
    case 'k':
      return areOneKeysOn ? index - 1 : undefined;
    default:
      return undefined;
  }
}
