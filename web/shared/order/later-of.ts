import type { Operations, Schemas } from '../api/api-types';

/** What is known of an order: at first it may be its name alone. */
export type FoundOrder = Operations['GET /v1/changes/{changeId}']['answer'];

/** Whether it is more than the name of an order that starts. */
export const isWhole = (found: FoundOrder | undefined): found is Schemas['Order'] =>
  found !== undefined && 'headline' in found;

/**
 * Which of two truths about an order is the later one. An order only goes forward, so what is further on is later; what it works at is
 * told before it is written, so what was read may be behind. It goes back in one case: it was written ahead of something that then did
 * not happen, and was corrected. That is so where what is shown was written, and nothing else has come since this was asked for.
 *
 * @param before what was shown when it was asked for
 */
export function laterOf(shown: FoundOrder | undefined, found: FoundOrder, before: FoundOrder | undefined): FoundOrder {
  if (!isWhole(shown)) return found;
  if (!isWhole(found)) return shown;
  if (found.sequence > shown.sequence) return found;
  if (found.sequence === shown.sequence) return isLaterMoment(found, shown) ? found : shown;
  const isCorrected = shown === before && shown.settled && found.settled;
  return isCorrected ? found : shown;
}

/** An order settles at the very moment at which it was still at work. */
const isLaterMoment = (found: Schemas['Order'], shown: Schemas['Order']): boolean =>
  found.updatedAt > shown.updatedAt || (found.updatedAt === shown.updatedAt && (found.settled || !shown.settled));
