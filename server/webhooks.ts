import express, { type Request, Router } from 'express';
import type { Logger } from 'pino';
import { type FulfilmentEvent, parseFulfilmentCallback } from '../gateways/fulfilment/callback';
import { type GatewayEvent, type WebhookHeaders, WebhookRefused } from '../gateways/payment/port';
import { refuseMethod } from './mount';
import type { OrderName, OrderWorkflows } from './order-workflows';
import type { ServerStore } from './ports';
import { Problem } from './problem';
import { requestIdOf } from './request-context';

/** Verifies and reads what one payment gateway delivers. Throws WebhookRefused. */
export type PaymentWebhook = (rawBody: Buffer, headers: WebhookHeaders, nowSeconds: number) => GatewayEvent[];

export interface WebhookParts {
  store: ServerStore;
  workflows: OrderWorkflows;
  logger: Logger;
  now(): Date;
  /** By the name in the path. */
  paymentWebhooks: Readonly<Record<string, PaymentWebhook>>;
  /** Newest first; two of them while a secret is being rotated. */
  fulfilmentSecrets: readonly string[];
}

/** An event as we keep it, whoever sent it. */
interface Delivery {
  source: string;
  eventId: string;
  rawBody: string;
  about: 'payment' | 'fulfilment';
  /** Whose it is; null for an event that names nobody of ours. */
  order(): Promise<OrderName | null>;
  /** Whether it names anything at all: what does not is done as soon as it is kept. */
  namesSomething: boolean;
}

/** The signature is over the bytes, so they are read as they are: never inflated, never parsed first. */
const rawBytes = express.raw({ type: () => true, limit: '64kb', inflate: false });

/**
 * Where outside services tell us that something changed. An event is kept before it is answered, and only points the
 * order at its payment: what it says about money is never believed.
 */
export function webhookRouter(parts: WebhookParts): Router {
  const router = Router({ caseSensitive: true });
  router
    .route('/webhooks/payments/:gateway')
    .post(rawBytes, async (request, response) => {
      for (const delivery of paymentDeliveries(request, parts)) await take(delivery, parts);
      response.status(200).json({ received: true });
    })
    .all(refuseMethod(['POST']));
  router
    .route('/webhooks/fulfilment')
    .post(rawBytes, async (request, response) => {
      await take(fulfilmentDelivery(request, parts), parts);
      response.status(200).json({ received: true });
    })
    .all(refuseMethod(['POST']));
  return router;
}

function paymentDeliveries(request: Request, parts: WebhookParts): Delivery[] {
  const gateway = String(request.params.gateway);
  const parse = Object.hasOwn(parts.paymentWebhooks, gateway) ? parts.paymentWebhooks[gateway] : undefined;
  if (parse === undefined) throw new Problem('not_found');
  const body = bytesOf(request);
  const events = believed(request, parts, () => parse(body, request.headers, secondsOf(parts.now())));
  return events.map(({ eventId, ...named }) => ({
    source: `payments:${gateway}`,
    eventId,
    rawBody: body.toString('utf8'),
    about: 'payment',
    namesSomething: named.reference !== null || named.gatewayReference !== undefined,
    order: () => payerOf(named, parts.store),
  }));
}

/** A bank's own events, such as a dispute, name the payment as the gateway does. */
async function payerOf(
  { reference, gatewayReference }: Pick<GatewayEvent, 'reference' | 'gatewayReference'>,
  { payments }: ServerStore,
): Promise<OrderName | null> {
  if (reference !== null) return payments.findByReference(reference);
  return gatewayReference === undefined ? null : payments.findByGatewayReference(gatewayReference);
}

function fulfilmentDelivery(request: Request, parts: WebhookParts): Delivery {
  const { fulfilmentSecrets: secrets, now } = parts;
  if (secrets.length === 0) throw new Problem('not_found');
  const body = bytesOf(request);
  const trust = { secrets, nowSeconds: secondsOf(now()) };
  const { eventId, reference }: FulfilmentEvent = believed(request, parts, () =>
    parseFulfilmentCallback(body, request.headers, trust),
  );
  return {
    source: 'fulfilment',
    eventId,
    rawBody: body.toString('utf8'),
    about: 'fulfilment',
    namesSomething: true,
    order: async () => orderOfFulfilment(reference),
  };
}

/** Why a delivery is refused is for our log alone: a forger must not learn what was wrong with it. */
function believed<Read>(request: Request, { logger }: WebhookParts, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WebhookRefused)) throw error;
    logger.warn({ requestId: requestIdOf(request), code: error.code, path: request.path }, 'webhook refused');
    throw new Problem('webhook_refused');
  }
}

/** Keeps an event and points its order at it. Repeated, late and out of order, it does no harm. */
async function take(delivery: Delivery, { store, workflows, logger, now }: WebhookParts): Promise<void> {
  const { source, eventId, rawBody } = delivery;
  const kept = await store.inboundEvents.receive({ source, eventId, rawBody, receivedAt: now() });
  if (kept === 'altered') {
    logger.error({ source, eventId }, 'an event came again with another body');
    return;
  }
  // Kept is not done: the process may have died in between, or the order was unknown then.
  if (kept === 'repeated' && (await store.inboundEvents.find(source, eventId))?.status === 'done') return;
  const order = delivery.namesSomething ? await delivery.order() : null;
  if (order !== null) await workflows.nudge(order, delivery.about);
  const isParked = delivery.namesSomething && order === null;
  if (isParked) logger.warn({ source, eventId }, 'an event for an unknown order was parked');
  await store.inboundEvents.settle(source, eventId, isParked ? 'parked' : 'done');
}

/** `{tenantId}:{changeId}…`, as the fulfilment step makes its references. */
function orderOfFulfilment(reference: string): OrderName | null {
  const [tenantId, changeId] = reference.split(':');
  return tenantId && changeId ? { tenantId, changeId } : null;
}

const secondsOf = (now: Date): number => Math.floor(now.getTime() / 1000);

const bytesOf = (request: Request): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
