import type { z } from 'zod';
import type { Effect, FaultScript, GatewayOperation } from '../payment/faults';
import type { SandboxReply, SandboxRequest } from '../sandbox-server';
import { type IntentObject, referenceOf, type StripeBook } from './book';
import { runStripeCall } from './calls';
import { fine, missing, refuseAsStripe, type StripeAnswer, toReply } from './errors';
import { type Form, nestedForm } from './form';
import { CustomerRequest, makeCustomer, retrieveMethod, searchCustomers } from './methods';
import * as shapes from './parameters';
import {
  CancelRequest,
  ConfirmRequest,
  cancelIntent,
  captureStripeIntent,
  confirmIntent,
  IntentRequest,
  listStripeIntents,
  makeStripeIntent,
  StripeCaptureRequest,
} from './payment-intents';
import { listRefunds, makeRefund, StripeRefundRequest } from './refunds';
import { listSetupIntents, makeSetupIntent, StripeSetupRequest } from './setup-intents';
import { shapeProblem } from './shapes';

/** The part of Stripe's API that the sandbox speaks. */

interface Route {
  method: 'GET' | 'POST';
  /** With the object's id as first group, where the path has one. */
  path: RegExp;
  operation: GatewayOperation;
  shape: shapes.AnyShape;
  run(book: StripeBook, id: string, form: Form, effect: Effect | undefined): StripeAnswer;
}

const ID = '([a-z]+_\\w+)';

/** Reads what the sandbox needs of a form whose shape is right already. */
function reading<Schema extends z.ZodType>(
  schema: Schema,
  run: (request: z.infer<Schema>) => StripeAnswer,
  form: Form,
) {
  const parsed = schema.safeParse(form);
  if (parsed.success) return run(parsed.data);
  return refuseAsStripe(400, { code: 'parameter_invalid', param: parsed.error.issues[0]?.path.join('.') ?? '' });
}

function onIntent(book: StripeBook, id: string, run: (intent: IntentObject) => StripeAnswer): StripeAnswer {
  const intent = book.intents.get(id);
  return intent === undefined ? missing('intent') : run(intent);
}

const WRITES: Route[] = [
  {
    ...{ method: 'POST', path: /^\/v1\/customers$/, operation: 'prepare', shape: shapes.CUSTOMER_CREATE },
    run: (book, _, form) => reading(CustomerRequest, (request) => makeCustomer(book, request), form),
  },
  {
    ...{ method: 'POST', path: /^\/v1\/setup_intents$/, operation: 'setup', shape: shapes.SETUP_INTENT_CREATE },
    run: (book, _, form, effect) =>
      reading(StripeSetupRequest, (request) => makeSetupIntent(book, request, effect), form),
  },
  {
    ...{ method: 'POST', path: /^\/v1\/payment_intents$/, operation: 'create', shape: shapes.PAYMENT_INTENT_CREATE },
    run: (book, _, form) => reading(IntentRequest, (request) => makeStripeIntent(book, request), form),
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/v1/payment_intents/${ID}/confirm$`), operation: 'charge' },
    shape: shapes.PAYMENT_INTENT_CONFIRM,
    run: (book, id, form, effect) =>
      onIntent(book, id, (intent) =>
        reading(ConfirmRequest, (request) => confirmIntent(book, intent, request, effect), form),
      ),
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/v1/payment_intents/${ID}/capture$`), operation: 'capture' },
    shape: shapes.PAYMENT_INTENT_CAPTURE,
    run: (book, id, form) =>
      onIntent(book, id, (intent) =>
        reading(StripeCaptureRequest, (request) => captureStripeIntent(book, intent, request), form),
      ),
  },
  {
    ...{ method: 'POST', path: new RegExp(`^/v1/payment_intents/${ID}/cancel$`), operation: 'void' },
    shape: shapes.PAYMENT_INTENT_CANCEL,
    run: (book, id, form) =>
      onIntent(book, id, (intent) => reading(CancelRequest, (request) => cancelIntent(book, intent, request), form)),
  },
  {
    ...{ method: 'POST', path: /^\/v1\/refunds$/, operation: 'refund', shape: shapes.REFUND_CREATE },
    run: (book, _, form, effect) => reading(StripeRefundRequest, (request) => makeRefund(book, request, effect), form),
  },
];

const READS: Route[] = [
  {
    ...{ method: 'GET', path: /^\/v1\/customers\/search$/, operation: 'prepare', shape: shapes.CUSTOMER_SEARCH },
    run: (book, _, form) => searchCustomers(book, String(form.query)),
  },
  {
    ...{ method: 'GET', path: new RegExp(`^/v1/payment_methods/${ID}$`), operation: 'prepare' },
    shape: shapes.PAYMENT_METHOD_RETRIEVE,
    run: (book, id, form) => retrieveMethod(book, id, expanded(form, 'customer')),
  },
  {
    ...{ method: 'GET', path: /^\/v1\/setup_intents$/, operation: 'lookup', shape: shapes.SETUP_INTENT_LIST },
    run: (book, _, form) => listSetupIntents(book, String(form.customer), pageOf(form)),
  },
  {
    ...{ method: 'GET', path: /^\/v1\/payment_intents$/, operation: 'lookup', shape: shapes.PAYMENT_INTENT_LIST },
    run: (book, _, form) => {
      const since = typeof form.created === 'object' ? Number(form.created.gte) : 0;
      return listStripeIntents(book, since, pageOf(form));
    },
  },
  {
    ...{ method: 'GET', path: new RegExp(`^/v1/payment_intents/${ID}$`), operation: 'lookup' },
    shape: shapes.PAYMENT_INTENT_RETRIEVE,
    run: (book, id, form) =>
      onIntent(book, id, (intent) => {
        const charge = expanded(form, 'latest_charge') ? book.charges.get(intent.latest_charge ?? '') : undefined;
        return fine(charge === undefined ? intent : { ...intent, latest_charge: charge });
      }),
  },
  {
    ...{ method: 'GET', path: /^\/v1\/refunds$/, operation: 'lookup', shape: shapes.REFUND_LIST },
    run: (book, _, form) => listRefunds(book, String(form.payment_intent), pageOf(form)),
  },
  {
    ...{ method: 'GET', path: /^\/v1\/disputes$/, operation: 'lookup', shape: shapes.DISPUTE_LIST },
    run: (book, _, form) => {
      const data = [...book.disputes.values()].filter(({ payment_intent }) => payment_intent === form.payment_intent);
      return fine({ object: 'list', data, has_more: false, url: '/v1/disputes' });
    },
  },
];

export interface StripeApi {
  book: StripeBook;
  faults: FaultScript;
  apiKey: string;
}

/** Answers a call of the API; `undefined` when the path is none of it. */
export async function serveStripe(api: StripeApi, request: SandboxRequest): Promise<SandboxReply | undefined> {
  const { method, path, headers } = request;
  const route = [...WRITES, ...READS].find((known) => known.method === method && known.path.test(path));
  if (route === undefined) return path.startsWith('/v1/') ? toReply(refuseAsStripe(404)) : undefined;
  if (headers.authorization !== `Bearer ${api.apiKey}`) return toReply(refuseAsStripe(401));
  const flat = method === 'GET' ? Object.fromEntries(request.query) : ((request.body ?? {}) as Record<string, string>);
  const form = nestedForm(flat);
  if (form === undefined) return toReply(refuseAsStripe(400, { code: 'parameter_invalid' }));
  const problem = shapeProblem(form, route.shape);
  if (problem !== undefined) return toReply(problem);
  const id = route.path.exec(path)?.[1] ?? '';
  const key = headers['idempotency-key'];
  return runStripeCall(api.book, api.faults, {
    operation: route.operation,
    reference: referenceIn(api.book, id, form),
    ...(method === 'POST' && typeof key === 'string' ? { key } : {}),
    request: { method, path, form },
    commit: (effect) => route.run(api.book, id, form, effect),
  });
}

/** Of the call itself where it says so, else of the payment it is about. */
function referenceIn(book: StripeBook, id: string, form: Form): string {
  const { metadata } = form;
  if (typeof metadata === 'object' && typeof metadata.reference === 'string') return metadata.reference;
  const intent = book.intents.get(id);
  return intent === undefined ? '' : referenceOf(intent);
}

const expanded = ({ expand }: Form, name: string): boolean =>
  typeof expand === 'object' && Object.values(expand).includes(name);

function pageOf({ limit, starting_after }: Form): { limit?: string; starting_after?: string } {
  return {
    ...(typeof limit === 'string' ? { limit } : {}),
    ...(typeof starting_after === 'string' ? { starting_after } : {}),
  };
}
