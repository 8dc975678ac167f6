import type { AnyTransitionDefinition } from 'xstate';

/** "nextLookUp" in words: "next look up". */
const inWords = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/\bvat\b/g, 'VAT');

/** The name of a transition in a picture: an event of the catalogue by its name, XState's own events in words. */
export function eventInWords(type: string): string {
  const [, kind, ...rest] = type.split('.');
  if (kind === 'after') return `after ${inWords(rest[0] ?? '')}`;
  if (kind === 'done') return 'done';
  return kind === 'error' ? 'failed' : type;
}

function guardInWords(guard: unknown): string {
  if (typeof guard === 'string') return inWords(guard);
  if (typeof guard !== 'function' || !('guards' in guard) || !Array.isArray(guard.guards)) return '';
  return guard.guards.map(guardInWords).join(', ');
}

/**
 * The label of one transition. The outcome of a step is told by its condition alone: "declined" says more than "done".
 */
export function label(transition: AnyTransitionDefinition): string {
  const condition = transition.description ?? guardInWords(transition.guard);
  const event = eventInWords(String(transition.eventType));
  if (event === 'done') return condition || event;
  if (condition === '') return event;
  return event === '' ? condition : `${event} (${condition})`;
}

/** The event of a transition where it is one of the catalogue; null where XState tells itself what became of a step. */
export function causeOf({ eventType }: AnyTransitionDefinition): string | null {
  const type = String(eventType);
  return type === '' || type.startsWith('xstate.') ? null : type;
}

/** What must hold for a transition to be taken, as a key of its words: `cart_is_empty`; null where nothing is said of it. */
export function conditionOf(transition: AnyTransitionDefinition): string | null {
  const condition = transition.description ?? guardInWords(transition.guard);
  return condition === '' ? null : condition.toLowerCase().replaceAll(/[^a-z]+/g, '_');
}
