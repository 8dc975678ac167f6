import type { OrderEventType } from '../../events';

/**
 * The subject of a permission: the VAT number that is looked at, or the attempt to place the order. What was seen of one
 * says nothing of another one that came in the meantime.
 */
export const subjectOf = (
  event: OrderEventType,
  { vatNumberAsked, placing }: { vatNumberAsked: string | null; placing: number },
): string => (event === 'ACCEPT_VAT_EVIDENCE' ? `vat:${vatNumberAsked ?? ''}` : `place:${placing}`);
