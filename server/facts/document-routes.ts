import { z } from 'zod';
import { problemsIn } from '../../billing/catalog/check';
import {
  type FactProblem,
  problemsInBilledLines,
  problemsInCurrency,
  problemsInItems,
} from '../../billing/facts/check';
import type { Role } from '../../machines/events';
import { NoQuerySchema } from '../../schemas/api/requests';
import {
  AccountBodySchema,
  AccountPathSchema,
  CartBodySchema,
  ProductBodySchema,
  ProductPathSchema,
  SubscriptionBodySchema,
  SubscriptionPathSchema,
} from '../../schemas/facts/documents';
import type { PutResult } from '../../store/mongo/versioned';
import { type Answer, type AnswerDescription, type MountedOperation, operation } from '../api/operation';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';
import type { RouteParts } from '../route-parts';

/** The facts that the system of record brings in. The version decides: what is not newer changes nothing. */

const SYSTEM_OF_RECORD: readonly Role[] = ['service'];

const StoredSchema = z
  .strictObject({ status: z.enum(['stored', 'unchanged']), version: z.int() })
  .meta({ id: 'Stored' });
const answers: Record<string, AnswerDescription> = {
  200: { description: 'Stored; or exactly this was stored already.', schema: StoredSchema },
};
const common = {
  tag: 'System of record',
  method: 'put',
  roles: SYSTEM_OF_RECORD,
  query: NoQuerySchema,
  needsIdempotencyKey: false,
  answers,
} as const;

export function documentOperations(parts: RouteParts): MountedOperation[] {
  const { store } = parts;
  return [accountPut(store), subscriptionPut(parts), productPut(store), cartPut(store)];
}

function accountPut(store: ServerStore): MountedOperation {
  return operation({
    ...common,
    id: 'putAccount',
    path: '/v1/accounts/{accountId}',
    summary: 'Bring an account in',
    params: AccountPathSchema,
    body: AccountBodySchema,
    async handle({ principal: { tenantId }, params, body }) {
      requireSound(problemsInCurrency(body.currency));
      return answerOf(await store.accounts.put({ tenantId, ...params, ...body }), body.version);
    },
  });
}

function subscriptionPut({ store, workflows }: RouteParts): MountedOperation {
  return operation({
    ...common,
    id: 'putSubscription',
    path: '/v1/subscriptions/{subscriptionId}',
    summary: 'Bring a subscription in, with the lines it was billed; also after a renewal',
    params: SubscriptionPathSchema,
    body: SubscriptionBodySchema,
    async handle({ principal: { tenantId }, params, body }) {
      requireSound(problemsInCurrency(body.currency));
      requireSound(problemsInBilledLines(body.billedLines, body.currency));
      // Seats are assigned here, so how many are is our own count and starts at none.
      const subscription = { tenantId, ...params, ...body, assignedSeats: 0 };
      const result = await store.subscriptions.put(subscription);
      // Perhaps its seats are fewer now, or it has ended.
      if (result.status === 'stored') await workflows.nudgeSeats(tenantId, params.subscriptionId);
      return answerOf(result, body.version);
    },
  });
}

function productPut(store: ServerStore): MountedOperation {
  return operation({
    ...common,
    id: 'putProduct',
    path: '/v1/catalog/{productId}',
    summary: 'Bring a product in, with its tiers and prices',
    params: ProductPathSchema,
    body: ProductBodySchema,
    async handle({ principal: { tenantId }, params, body }) {
      const product = { tenantId, ...params, ...body };
      requireSound(problemsIn(product));
      return answerOf(await store.products.put(product), body.version);
    },
  });
}

function cartPut(store: ServerStore): MountedOperation {
  return operation({
    ...common,
    id: 'putCart',
    path: '/v1/carts/{accountId}',
    summary: 'Bring in what a customer has put aside',
    params: AccountPathSchema,
    body: CartBodySchema,
    async handle({ principal: { tenantId }, params, body }) {
      requireSound(problemsInCurrency(body.currency));
      requireSound(problemsInItems(body.items, body.currency));
      return answerOf(await store.carts.put({ tenantId, ...params, ...body }), body.version);
    },
  });
}

/** Facts that could not be priced would stop an order later: they are refused now, with every problem of them at once. */
function requireSound(problems: readonly FactProblem[]): void {
  const errors = problems.map(({ entry, problem }) => ({
    pointer: `/${entry.replaceAll('.', '/')}`,
    code: 'unusable_fact',
    detail: problem,
  }));
  if (errors.length > 0) throw new Problem('invalid_request', { errors });
}

function answerOf(result: PutResult, version: number): Answer {
  switch (result.status) {
    case 'version_conflict':
      throw new Problem('version_conflict', { extra: { storedVersion: result.version } });
    case 'reserved':
      throw new Problem('subscription_reserved', {
        extra: { changeId: result.changeId },
        headers: { 'Retry-After': '2' },
      });
    default:
      return { status: 200, body: { status: result.status, version } };
  }
}
