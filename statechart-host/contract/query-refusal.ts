import type { Objection } from './view';
import { TOO_LARGE } from './wire';

const BEGINNING = `${TOO_LARGE}: `;

/** A server tells nothing of a refused query but its message, so the message begins with the type. */
export const tooLargeForQuery = ({ message }: Objection): string => BEGINNING + message;

/** @returns the words of the objection; undefined for a query that has failed otherwise */
export const wordsIfTooLarge = (message: string): string | undefined =>
  message.startsWith(BEGINNING) ? message.slice(BEGINNING.length) : undefined;
