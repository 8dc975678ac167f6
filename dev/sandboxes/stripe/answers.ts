import type { GatewayAnswer } from '../payment-engine/types';

/** Answers and errors as Stripe words them. */

export interface ListPage {
  limit?: string;
  starting_after?: string;
}

interface ErrorFields {
  code?: string;
  param?: string;
  decline_code?: string;
  advice_code?: string;
  message?: string;
  payment_intent?: unknown;
  setup_intent?: unknown;
}

const TYPES = new Map([
  [400, 'invalid_request_error'],
  [401, 'invalid_request_error'],
  [402, 'card_error'],
  [403, 'invalid_request_error'],
  [404, 'invalid_request_error'],
  [409, 'idempotency_error'],
  [429, 'invalid_request_error'],
]);

/** An error answer; its type follows from the status. */
export const refuseAsStripe = (status: number, fields: ErrorFields = {}): GatewayAnswer => ({
  status,
  body: { error: { type: TYPES.get(status) ?? 'api_error', message: fields.code ?? 'error', ...fields } },
});

export const missing = (param: string): GatewayAnswer => refuseAsStripe(404, { code: 'resource_missing', param });

/** One key, two different requests: 400, and of a type of its own. */
export const keyReused = (): GatewayAnswer => ({
  status: 400,
  body: { error: { type: 'idempotency_error', message: 'keys can only be used with the parameters of the first use' } },
});

export const keyInUse = (): GatewayAnswer => ({
  status: 409,
  body: { error: { type: 'idempotency_error', code: 'idempotency_key_in_use', message: 'another request is running' } },
});

export const fine = (body: unknown): GatewayAnswer => ({ status: 200, body });

/** One page of a list, with what follows after `starting_after`. */
export function listOf(rows: readonly { id: string }[], url: string, page: ListPage): GatewayAnswer {
  const start = page.starting_after === undefined ? 0 : rows.findIndex(({ id }) => id === page.starting_after) + 1;
  const end = start + Number(page.limit ?? 10);
  return fine({ object: 'list', data: rows.slice(start, end), has_more: end < rows.length, url });
}
