import { present } from '../../../billing/present';
import type { OrderContext } from '../context';
import { note } from '../note';
import type { CheckGrantInput } from '../steps';
import { visit } from '../visits';
import type { Request } from './context';
import { subjectOf } from './subject';

/** The permission that a support event names. A grant is good for one event, and when it was sent tells events apart. */
export function grantToCheck(context: OrderContext): CheckGrantInput {
  const { request } = context.support;
  if (request === null) throw new Error('There is no support event whose grant could be checked.');
  const { grantId, type: eventType, at: sentAt = '' } = request;
  return present({
    ...visit(context, 'place'),
    grantId,
    eventType,
    sentAt,
    subject: subjectOf(eventType, { vatNumberAsked: context.vat.numberAsked, placing: context.visits.place }),
    evidence: 'evidence' in request ? request.evidence : undefined,
  });
}

export const noteRequest = note((_, request: Request) => ({ support: { request } }));
export const dropRequest = note(() => ({ support: { request: null } }));
