import { ROLES, type Role } from '../../../machines/events';
import { SimulationRequestSchema, SimulationViewSchema } from '../../../schemas/orders/simulation';
import { type MountedOperation, operation } from '../../api/operation';
import { answerSimulation, simulationRefusal, simulationToApi } from './simulation';

const ASKING: readonly Role[] = ROLES.filter((role) => role !== 'seat_admin');

/** Questions to the engine that bring all their facts along, so that finance and support can compare policies. */
export const simulationRoutes = (): MountedOperation[] => [
  operation('Changes', 'POST /v1/quotes/simulate', {
    id: 'simulateQuote',
    summary: 'See what a change would cost under any policy, from facts that come with the request',
    description:
      'Reads no account, subscription or catalogue of ours and leaves no trace. docs/quote-format.md tells the body, ' +
      'which `npm run quote` takes too.',
    roles: ASKING,
    body: SimulationRequestSchema,
    needsIdempotencyKey: false,
    answers: { 200: { description: 'Who would serve the change, and its quote.', schema: SimulationViewSchema } },
    async handle({ body, locale }) {
      const result = answerSimulation(body);
      if (result.kind === 'refused') return { problem: simulationRefusal(result) };
      const reader = { locale, timeZone: body.account.timeZone };
      return { status: 200, body: simulationToApi(result, reader) };
    },
  }),
];
