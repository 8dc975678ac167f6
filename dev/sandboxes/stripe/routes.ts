import type { z } from 'zod';
import { present } from '../../../billing/present';
import { runCall, toReply } from '../payment-engine/calls';
import type { Effect, GatewayOperation } from '../payment-engine/faults';
import type { GatewayAnswer, GatewayPayment } from '../payment-engine/types';
import type { SandboxReply, SandboxRequest } from '../sandbox-server';
import { fine, type ListPage, missing, refuseAsStripe } from './answers';
import { createSession, retrieveSession, SessionRequestSchema } from './checkout-sessions';
import { CustomerRequestSchema, makeCustomer, retrieveMethod, searchCustomers } from './customers';
import { disputesOf } from './disputes';
import { type Form, nestedForm } from './form';
import { chargeObject, intentObject } from './objects';
import * as shapes from './parameters';
import {
  ConfirmRequestSchema,
  cancelIntent,
  captureHeldIntent,
  confirmIntent,
  createIntent,
  IntentCaptureSchema,
  IntentRequestSchema,
  intentPage,
} from './payment-intents';
import { createRefund, listRefunds, RefundFormSchema } from './refunds';
import { createSetupIntent, listSetupIntents, SetupIntentSchema } from './setup-intents';
import { shapeProblem } from './shapes';
import type { StripeShop } from './shop';

/** The part of Stripe's API that the sandbox speaks. */

interface Asked {
  shop: StripeShop;
  /** In the path; empty where it has none. */
  id: string;
  form: Form;
  effect: Effect | undefined;
}

interface Route {
  method: 'GET' | 'POST';
  /** With the object's id as first group, where the path has one. */
  path: RegExp;
  operation: GatewayOperation;
  shape: shapes.AnyShape;
  run(asked: Asked): GatewayAnswer;
}

/** @param path below /v1, with `:id` for the object's id */
const route = (
  method: Route['method'],
  path: string,
  operation: GatewayOperation,
  shape: shapes.AnyShape,
  run: Route['run'],
): Route => ({ method, path: new RegExp(`^/v1/${path.replace(':id', '([a-z]+_\\w+)')}$`), operation, shape, run });

/** Reads what the sandbox needs of a form whose shape is right already. */
function reading<Schema extends z.ZodType>(
  schema: Schema,
  run: (asked: Asked, request: z.infer<Schema>) => GatewayAnswer,
): Route['run'] {
  return (asked) => {
    const parsed = schema.safeParse(asked.form);
    if (parsed.success) return run(asked, parsed.data);
    return refuseAsStripe(400, { code: 'parameter_invalid', param: parsed.error.issues[0]?.path.join('.') ?? '' });
  };
}

function ofIntent({ shop, id }: Asked, run: (payment: GatewayPayment) => GatewayAnswer): GatewayAnswer {
  const payment = shop.engine.book.payments.withId(id);
  return payment === undefined ? missing('intent') : run(payment);
}

const ROUTES: Route[] = [
  route(
    'POST',
    'customers',
    'prepare',
    shapes.CUSTOMER_CREATE,
    reading(CustomerRequestSchema, ({ shop }, request) => makeCustomer(shop, request)),
  ),
  route(
    'POST',
    'setup_intents',
    'setup',
    shapes.SETUP_INTENT_CREATE,
    reading(SetupIntentSchema, ({ shop, effect }, request) => createSetupIntent(shop, request, effect)),
  ),
  route(
    'POST',
    'checkout/sessions',
    'setup_page',
    shapes.SESSION_CREATE,
    reading(SessionRequestSchema, ({ shop }, request) => createSession(shop, request)),
  ),
  route('GET', 'checkout/sessions/:id', 'lookup', shapes.SESSION_RETRIEVE, ({ shop, id, form }) =>
    retrieveSession(shop, id, expands(form, 'setup_intent.payment_method')),
  ),
  route(
    'POST',
    'payment_intents',
    'create',
    shapes.PAYMENT_INTENT_CREATE,
    reading(IntentRequestSchema, ({ shop }, request) => createIntent(shop, request)),
  ),
  route(
    'POST',
    'payment_intents/:id/confirm',
    'charge',
    shapes.PAYMENT_INTENT_CONFIRM,
    reading(ConfirmRequestSchema, (asked, request) =>
      ofIntent(asked, (payment) => confirmIntent(asked.shop, payment, request, asked.effect)),
    ),
  ),
  route(
    'POST',
    'payment_intents/:id/capture',
    'capture',
    shapes.PAYMENT_INTENT_CAPTURE,
    reading(IntentCaptureSchema, (asked, request) =>
      ofIntent(asked, (payment) => captureHeldIntent(asked.shop, payment, request)),
    ),
  ),
  route('POST', 'payment_intents/:id/cancel', 'void', shapes.PAYMENT_INTENT_CANCEL, (asked) =>
    ofIntent(asked, (payment) => cancelIntent(asked.shop, payment)),
  ),
  route(
    'POST',
    'refunds',
    'refund',
    shapes.REFUND_CREATE,
    reading(RefundFormSchema, ({ shop, effect }, request) => createRefund(shop, request, effect)),
  ),
  route('GET', 'customers/search', 'prepare', shapes.CUSTOMER_SEARCH, ({ shop, form }) =>
    searchCustomers(shop, String(form.query)),
  ),
  route('GET', 'payment_methods/:id', 'prepare', shapes.PAYMENT_METHOD_RETRIEVE, ({ shop, id, form }) =>
    retrieveMethod(shop, id, expands(form, 'customer')),
  ),
  route('GET', 'setup_intents', 'lookup', shapes.SETUP_INTENT_LIST, ({ shop, form }) =>
    listSetupIntents(shop, String(form.customer), pageOf(form)),
  ),
  route('GET', 'payment_intents', 'lookup', shapes.PAYMENT_INTENT_LIST, ({ shop, form }) => {
    const since = typeof form.created === 'object' ? Number(form.created.gte) : 0;
    return intentPage(shop, since, pageOf(form));
  }),
  route('GET', 'payment_intents/:id', 'lookup', shapes.PAYMENT_INTENT_RETRIEVE, (asked) =>
    ofIntent(asked, (payment) => {
      const { shop, form } = asked;
      const intent = intentObject(shop.site, payment);
      if (intent.latest_charge === null || !expands(form, 'latest_charge')) return fine(intent);
      return fine({ ...intent, latest_charge: chargeObject(payment, disputesOf(shop, payment.id).length > 0) });
    }),
  ),
  route('GET', 'refunds', 'lookup', shapes.REFUND_LIST, ({ shop, form }) =>
    listRefunds(shop, String(form.payment_intent), pageOf(form)),
  ),
  route('GET', 'disputes', 'lookup', shapes.DISPUTE_LIST, ({ shop, form }) =>
    fine({
      object: 'list',
      data: disputesOf(shop, String(form.payment_intent)),
      has_more: false,
      url: '/v1/disputes',
    }),
  ),
];

/** Answers a call of the API; `undefined` when the path is none of it. */
export async function serveStripe(
  shop: StripeShop,
  request: SandboxRequest,
  apiKey: string,
): Promise<SandboxReply | undefined> {
  const { method, path, headers } = request;
  const known = ROUTES.find((one) => one.method === method && one.path.test(path));
  if (known === undefined) return path.startsWith('/v1/') ? toReply(refuseAsStripe(404)) : undefined;
  if (headers.authorization !== `Bearer ${apiKey}`) return toReply(refuseAsStripe(401));
  const flat = method === 'GET' ? Object.fromEntries(request.query) : ((request.body ?? {}) as Record<string, string>);
  const form = nestedForm(flat);
  if (form === undefined) return toReply(refuseAsStripe(400, { code: 'parameter_invalid' }));
  const problem = shapeProblem(form, known.shape);
  if (problem !== undefined) return toReply(problem);
  const id = known.path.exec(path)?.[1] ?? '';
  const key = headers['idempotency-key'];
  return runCall(shop.engine, {
    operation: known.operation,
    reference: referenceIn(shop, id, form),
    idempotency: method === 'POST' && typeof key === 'string' ? { key, request: { method, path, form } } : undefined,
    commit: (effect) => known.run({ shop, id, form, effect }),
  });
}

/** Of the call itself where it says so, else of the payment it is about. */
function referenceIn({ engine }: StripeShop, id: string, { metadata }: Form): string {
  if (typeof metadata === 'object' && typeof metadata.reference === 'string') return metadata.reference;
  return engine.book.payments.withId(id)?.reference ?? '';
}

const expands = ({ expand }: Form, name: string): boolean =>
  typeof expand === 'object' && Object.values(expand).includes(name);

const text = (value: Form[string] | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const pageOf = ({ limit, starting_after }: Form): ListPage =>
  present({ limit: text(limit), starting_after: text(starting_after) });
