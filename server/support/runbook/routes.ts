import { STAFF } from '../../../machines/events';
import { RunbookAdviceSchema, RunbookPathSchema, RunbookQuerySchema } from '../../../schemas/support/runbook';
import { type MountedOperation, operation } from '../../api/operation';
import { Problem } from '../../http/problem';
import { adviceAbout } from './advice';

/** What support does about each reason to wait, beside the act and not in a file. */
export const runbookRoutes = (): MountedOperation[] => [
  operation('Support', 'GET /v1/runbook/{code}', {
    id: 'getRunbookAdvice',
    summary: 'See what a reason to wait means, what to check and what to press',
    description:
      'Asked for by a failure code (`stuck.code`), by the kind of a support item, or by the state of an order that waits.',
    roles: STAFF,
    params: RunbookPathSchema,
    query: RunbookQuerySchema,
    answers: { 200: { description: 'The section, in words.', schema: RunbookAdviceSchema } },
    async handle({ params, locale }) {
      const advice = adviceAbout(params.code, locale);
      if (advice === undefined) throw new Problem('not_found');
      return { status: 200, body: advice };
    },
  }),
];
