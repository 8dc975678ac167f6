import type { Objection } from './view';
import { TOO_LARGE } from './wire';

/**
 * Bytes of JSON. A server ends a workflow that exceeds 2 MB in an update or an answer, and newer ones let its task fail
 * for ever; so the host refuses before, with words.
 */
export const BOUNDS = { event: 64 * 1024, input: 256 * 1024, view: 256 * 1024, context: 512 * 1024 } as const;

/** @returns an objection to a value beyond its bound, or to one that no JSON can carry */
export function objectionToSize(what: keyof typeof BOUNDS, value: unknown): Objection | undefined {
  let text: string;
  try {
    text = JSON.stringify(value) ?? '';
  } catch (error) {
    return {
      type: TOO_LARGE,
      message: `The ${what} cannot be written as JSON: ${error instanceof Error ? error.message : String(error)}`,
      facts: { what },
    };
  }
  const bytes = bytesOf(text, BOUNDS[what]);
  if (bytes <= BOUNDS[what]) return undefined;
  const bound = BOUNDS[what];
  return {
    type: TOO_LARGE,
    message: `The ${what} has ${bytes} bytes of JSON, and ${bound} are allowed. Keep what is large outside and pass its id.`,
    facts: { what, bytes, bound },
  };
}

/** Whether a value has no more than so many bytes of JSON. @throws TypeError for one that no JSON can carry */
export const hasRoomIn = (bytes: number, value: unknown): boolean => bytesOf(JSON.stringify(value), bytes) <= bytes;

/** Counting bytes costs more than measuring a text; most texts are too short to need it. */
const bytesOf = (text: string, bound: number): number =>
  text.length * 3 <= bound ? text.length : new TextEncoder().encode(text).length;
