import { DESK_ACTS, type EventRule, ORDER_EVENTS, SEAT_EVENTS } from '../../../machines/events';

/** A part of a text of the runbook. `to` is the code of a section, or a page of docs/. */
export type Piece =
  | { kind: 'words' | 'code'; text: string }
  | { kind: 'event'; type: string }
  | { kind: 'link'; text: string; to: string };

/** Whose it is to send: a customer's event is the customer's, also where support may send it for them. */
export type Presser = 'customer' | 'agent' | 'lead' | 'two_leads';

/** What the runbook may tell somebody to press. */
const ACTS: Readonly<Record<string, EventRule>> = { ...SEAT_EVENTS, ...DESK_ACTS, ...ORDER_EVENTS };

/** A text in the parts that its marks make of it. */
export const piecesOf = (text: string): Piece[] =>
  text
    .split(/(`[^`]+`|\[[^\]]+\]\([^)]+\))/)
    .filter((part) => part !== '')
    .map(pieceOf);

function pieceOf(part: string): Piece {
  const [, code] = /^`(.+)`$/.exec(part) ?? [];
  if (code !== undefined)
    return Object.hasOwn(ACTS, code) ? { kind: 'event', type: code } : { kind: 'code', text: code };
  const [, words, to] = /^\[(.+)\]\((.+)\)$/.exec(part) ?? [];
  if (words !== undefined && to !== undefined) return { kind: 'link', text: words, to };
  return { kind: 'words', text: part };
}

/** The events that a text names, each once. */
export const eventsNamedIn = (text: string): string[] => [
  ...new Set(piecesOf(text).flatMap((piece) => (piece.kind === 'event' ? piece.type : []))),
];

/** @param type an event that a text names */
export function presserOf(type: string): Presser {
  const { senders = [], needsSecondPerson = false } = ACTS[type] ?? {};
  if (senders.includes('billing_contact')) return 'customer';
  if (needsSecondPerson) return 'two_leads';
  return senders.includes('support_agent') ? 'agent' : 'lead';
}
