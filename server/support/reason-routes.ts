import { STAFF } from '../../machines/events';
import { reasonCodesFor } from '../../machines/reason-codes';
import { ReasonCodeListSchema, ReasonCodeQuerySchema } from '../../schemas/support/reason-codes';
import { type MountedOperation, operation } from '../api/operation';
import { text } from '../http/texts';

/** The reasons that support and operators choose from, in words. */
export const reasonRoutes = (): MountedOperation[] => [
  operation('Support', 'GET /v1/reason-codes', {
    id: 'listReasonCodes',
    summary: 'See the reasons that are offered for an event or another act',
    description: 'These are what a page offers: a code of your own is taken as well.',
    roles: STAFF,
    query: ReasonCodeQuerySchema,
    answers: { 200: { description: 'The most usual one first, `other` last.', schema: ReasonCodeListSchema } },
    async handle({ query, locale }) {
      const items = reasonCodesFor(query.event).map((code) => ({
        code,
        text: text(locale, `reasonCode.${code}`) ?? code,
      }));
      return { status: 200, body: { items } };
    },
  }),
];
