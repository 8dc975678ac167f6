import { eventFingerprint } from 'statechart-host/contract';

/**
 * Names what a step was asked. The visit alone does not: a task may be lost together with the event that brought it, and the
 * next event then comes to the same visit with other changes.
 */
export const askedBy = (asked: unknown): string => eventFingerprint(asked);
