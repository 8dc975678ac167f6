import { z } from 'zod';
import { problemsIn } from '../../billing/catalog/check';
import {
  type FactProblem,
  problemsInBilledLines,
  problemsInCurrency,
  problemsInItems,
} from '../../billing/facts/check';
import type { Role } from '../../machines/events';
import {
  AccountBodySchema,
  AccountPathSchema,
  CartBodySchema,
  ProductBodySchema,
  ProductPathSchema,
  SubscriptionBodySchema,
  SubscriptionPathSchema,
} from '../../schemas/facts/documents';
import type { SubscriptionKey } from '../../store/facts/subscription-document';
import type { PutResult } from '../../store/mongo/versioned';
import { type Answer, type AnswerDescription, type MountedOperation, operation } from '../api/operation';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';

/** The facts that the system of record brings in. The version decides: what is not newer changes nothing. */

const SYSTEM_OF_RECORD: readonly Role[] = ['service'];

const StoredSchema = z
  .strictObject({ status: z.enum(['stored', 'unchanged']), version: z.int() })
  .meta({ id: 'Stored' });
const answers: Record<string, AnswerDescription> = {
  200: { description: 'Stored; or exactly this was stored already.', schema: StoredSchema },
};
const TAG = 'System of record';
const common = { roles: SYSTEM_OF_RECORD, answers };

interface DocumentParts extends Pick<ServerStore, 'accounts' | 'subscriptions' | 'products' | 'carts'> {
  /** Tells who follows the seats of a subscription that they may be others now. */
  nudgeSeats(subscription: SubscriptionKey): Promise<void>;
}

export const documentRoutes = (parts: DocumentParts): MountedOperation[] => [
  accountPut(parts),
  subscriptionPut(parts),
  productPut(parts),
  cartPut(parts),
];

function accountPut({ accounts }: DocumentParts): MountedOperation {
  return operation(TAG, 'PUT /v1/accounts/{accountId}', {
    ...common,
    id: 'putAccount',
    summary: 'Bring an account in',
    params: AccountPathSchema,
    body: AccountBodySchema,
    async handle({ principal: { tenantId }, params, body }) {
      requireSound(problemsInCurrency(body.currency));
      return answerOf(await accounts.put({ tenantId, ...params, ...body }), body.version);
    },
  });
}

function subscriptionPut({ subscriptions, nudgeSeats }: DocumentParts): MountedOperation {
  return operation(TAG, 'PUT /v1/subscriptions/{subscriptionId}', {
    ...common,
    id: 'putSubscription',
    summary: 'Bring a subscription in, with the lines it was billed; also after a renewal',
    params: SubscriptionPathSchema,
    body: SubscriptionBodySchema,
    async handle({ principal: { tenantId }, params, body }) {
      requireSound(problemsInCurrency(body.currency));
      requireSound(problemsInBilledLines(body.billedLines, body.currency));
      // Seats are assigned here, so how many are is our own count and starts at none.
      const subscription = { tenantId, ...params, ...body, assignedSeats: 0 };
      const result = await subscriptions.put(subscription);
      // Perhaps its seats are fewer now, or it has ended.
      if (result.status === 'stored') await nudgeSeats({ tenantId, ...params });
      return answerOf(result, body.version);
    },
  });
}

function productPut({ products }: DocumentParts): MountedOperation {
  return operation(TAG, 'PUT /v1/catalog/{productId}', {
    ...common,
    id: 'putProduct',
    summary: 'Bring a product in, with its tiers and prices',
    params: ProductPathSchema,
    body: ProductBodySchema,
    async handle({ principal: { tenantId }, params, body }) {
      const product = { tenantId, ...params, ...body };
      requireSound(problemsIn(product));
      return answerOf(await products.put(product), body.version);
    },
  });
}

function cartPut({ carts }: DocumentParts): MountedOperation {
  return operation(TAG, 'PUT /v1/carts/{accountId}', {
    ...common,
    id: 'putCart',
    summary: 'Bring in what a customer has put aside',
    params: AccountPathSchema,
    body: CartBodySchema,
    async handle({ principal: { tenantId }, params, body }) {
      requireSound(problemsInCurrency(body.currency));
      requireSound(problemsInItems(body.items, body.currency));
      return answerOf(await carts.put({ tenantId, ...params, ...body }), body.version);
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
