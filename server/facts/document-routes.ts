import { z } from 'zod';
import { problemsInDates } from '../../billing/calendar/check';
import { DAY } from '../../billing/calendar/durations';
import { problemsIn } from '../../billing/catalog/check';
import {
  type FactProblem,
  problemsInBilledLines,
  problemsInCurrency,
  problemsInItems,
} from '../../billing/facts/check';
import type { Account } from '../../billing/facts/types';
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
import { type Answer, type MountedOperation, type Operation, operation } from '../api/operation';
import { Problem } from '../http/problem';
import { wrongField } from '../http/validation';
import type { ServerStore } from '../ports';

/** The facts that the system of record brings in. The version decides: what is not newer changes nothing. */

const SYSTEM_OF_RECORD: readonly Role[] = ['service'];

const StoredSchema = z
  .strictObject({ status: z.enum(['stored', 'unchanged']), version: z.int() })
  .meta({ id: 'Stored' });

type AccountPeople = Pick<Account, 'tenantId' | 'accountId' | 'version' | 'billingContactIds' | 'seatAdminIds'>;

interface DocumentParts extends Pick<ServerStore, 'accounts' | 'subscriptions' | 'products' | 'carts'> {
  now(): Date;
  /** Lets those of an account go who have left. */
  leaving: { letGo(account: AccountPeople): Promise<void> };
  /** Tells who follows the seats of a subscription that they may be others now. */
  nudgeSeats(subscription: SubscriptionKey): Promise<void>;
}

export const documentRoutes = (parts: DocumentParts) => {
  const { accounts, subscriptions, products, carts, leaving, nudgeSeats, now } = parts;
  return [
    documentPut('PUT /v1/accounts/{accountId}', {
      id: 'putAccount',
      summary: 'Bring an account in',
      params: AccountPathSchema,
      body: AccountBodySchema,
      now,
      async put(account) {
        requireSound(problemsInCurrency(account.currency));
        const result = await accounts.put(account);
        // After it is written: whoever leaves meanwhile finds the account, and who left before is found here.
        if (result.status === 'stored') await leaving.letGo(account);
        return result;
      },
    }),
    documentPut('PUT /v1/subscriptions/{subscriptionId}', {
      id: 'putSubscription',
      summary: 'Bring a subscription in, with the lines it was billed; also after a renewal',
      params: SubscriptionPathSchema,
      body: SubscriptionBodySchema,
      now,
      async put(subscription) {
        requireSound(problemsInCurrency(subscription.currency));
        requireSound([
          ...problemsInBilledLines(subscription.billedLines, subscription.currency),
          ...problemsInDates(subscription),
        ]);
        await requireKnown({
          accountId: accounts.find(subscription.tenantId, subscription.accountId),
          productId: products.find(subscription.tenantId, subscription.productId),
        });
        // Seats are assigned here, so how many are is our own count and starts at none.
        const result = await subscriptions.put({ ...subscription, assignedSeats: 0 });
        // Perhaps its seats are fewer now, or it has ended.
        if (result.status === 'stored') await nudgeSeats(subscription);
        return result;
      },
    }),
    documentPut('PUT /v1/catalog/{productId}', {
      id: 'putProduct',
      summary: 'Bring a product in, with its tiers and prices',
      params: ProductPathSchema,
      body: ProductBodySchema,
      now,
      async put(product) {
        requireSound(problemsIn(product));
        return products.put(product);
      },
    }),
    documentPut('PUT /v1/carts/{accountId}', {
      id: 'putCart',
      summary: 'Bring in what a customer has put aside',
      params: AccountPathSchema,
      body: CartBodySchema,
      now,
      async put(cart) {
        requireSound(problemsInCurrency(cart.currency));
        requireSound(problemsInItems(cart.items, cart.currency));
        await requireKnown({ accountId: accounts.find(cart.tenantId, cart.accountId) });
        return carts.put(cart);
      },
    }),
  ];
};

/** A clock that is ahead by less is believed. */
const AHEAD = DAY;

/**
 * A version counts, or is an instant in whatever unit down to microseconds. One beyond that would be the last: no newer facts
 * could ever be brought in.
 *
 * @throws Problem 422
 */
function requireRoomToGrow(version: number, now: Date): void {
  if (version <= (now.getTime() + AHEAD) * 1_000) return;
  throw wrongField('invalid_request', '/version', 'field.versionAhead');
}

interface DocumentPut<Path, Body> extends Pick<Operation<Path, unknown, Body>, 'id' | 'summary'> {
  params: z.ZodType<Path>;
  body: z.ZodType<Body>;
  now(): Date;
  put(document: { tenantId: string } & Path & Body): Promise<PutResult>;
}

function documentPut<Path, Body extends { version: number }>(
  route: `PUT /${string}`,
  { put, now, ...described }: DocumentPut<Path, Body>,
): MountedOperation {
  return operation('System of record', route, {
    ...described,
    roles: SYSTEM_OF_RECORD,
    answers: { 200: { description: 'Stored; or exactly this was stored already.', schema: StoredSchema } },
    async handle({ principal: { tenantId }, params, body }) {
      requireRoomToGrow(body.version, now());
      return answerOf(await put({ tenantId, ...params, ...body }), body.version);
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

/**
 * What a fact is about is brought in before it: nobody could be told later whose subscription it was, or what it costs.
 *
 * @throws Problem 422 with the name of everything that is not known
 */
async function requireKnown(lookedUp: Partial<Record<'accountId' | 'productId', Promise<unknown>>>): Promise<void> {
  const found = await Promise.all(Object.entries(lookedUp).map(async ([name, look]) => ({ name, fact: await look })));
  const errors = found
    .filter(({ fact }) => fact === null)
    .map(({ name }) => ({ pointer: `/${name}`, code: 'unknown_fact', detail: `field.unknown.${name}` }));
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
