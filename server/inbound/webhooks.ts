import { createHash } from 'node:crypto';
import express, { type Request, type RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import { present } from '../../billing/present';
import { parseFulfilmentCallback } from '../../gateways/fulfilment/callback';
import { type IdentitySecrets, parseIdentityEvent } from '../../gateways/identity/event';
import { parseMailEvent } from '../../gateways/mail/event';
import type { GatewayEvent } from '../../gateways/payment/port';
import { type WebhookHeaders, WebhookRefused } from '../../gateways/webhooks/delivery';
import { masked } from '../../machines/card-number';
import type { NewInboundEvent } from '../../store/messages/inbound';
import { Problem } from '../http/problem';
import { serve } from '../http/problem-handler';
import { requestIdOf } from '../http/request-context';
import type { InboundCounters } from './counters';
import type { InboundProcessing } from './handling';

/** Verifies and reads what one payment gateway delivers. Throws WebhookRefused. */
export type PaymentWebhook = (rawBody: Buffer, headers: WebhookHeaders, nowSeconds: number) => GatewayEvent[];

interface WebhookParts {
  inbound: InboundProcessing;
  counters: InboundCounters;
  logger: Logger;
  now(): Date;
  /** By the name in the path. */
  paymentWebhooks: Readonly<Record<string, PaymentWebhook>>;
  /** Newest first; two of them while a secret is being rotated. */
  fulfilmentSecrets: readonly string[];
  identitySecrets: IdentitySecrets;
  /** Of whoever carries mail, for all tenants; the newest first. */
  mailSecrets: readonly string[];
}

/** The signature is over the bytes, so they are read as they are: never inflated, never parsed first. */
const rawBytes = express.raw({ type: () => true, limit: '64kb', inflate: false });

/**
 * Where outside services tell us that something changed. An event is kept before it is answered, and acted on after: it
 * only points an order at its payment, and what it says about money is never believed.
 */
export function webhookRouter(parts: WebhookParts): Router {
  const router = Router({ caseSensitive: true });
  const received =
    (eventsOf: (request: Request, parts: WebhookParts) => NewInboundEvent[]): RequestHandler =>
    async (request, response) => {
      for (const event of eventsOf(request, parts)) await take(event, parts);
      response.status(200).json({ received: true });
    };
  serve(router, 'post', '/webhooks/payments/:gateway', rawBytes, received(paymentEvents));
  serve(router, 'post', '/webhooks/fulfilment', rawBytes, received(fulfilmentEvents));
  serve(router, 'post', '/webhooks/identity', rawBytes, received(identityEvents));
  serve(router, 'post', '/webhooks/mail', rawBytes, received(mailEvents));
  return router;
}

function paymentEvents(request: Request, parts: WebhookParts): NewInboundEvent[] {
  const { counters, now } = parts;
  const gateway = String(request.params.gateway);
  const parse = Object.hasOwn(parts.paymentWebhooks, gateway) ? parts.paymentWebhooks[gateway] : undefined;
  if (parse === undefined) throw new Problem('not_found');
  const body = bytesOf(request);
  const events = believed(request, parts, () => parse(body, request.headers, secondsOf(now())));
  return events.map(({ eventId, type, reference, gatewayReference = null, content, ...event }) => {
    const { isKnownType, concernsPastPayment } = event;
    if (!isKnownType) counters.count('unknown_type', tenantOf(reference));
    return present({
      source: `payments:${gateway}`,
      eventId,
      type,
      rawBody: body.toString('utf8'),
      contentHash: content === undefined ? undefined : contentHashOf(content),
      about: 'payment' as const,
      reference,
      gatewayReference,
      concernsPastPayment,
      tenantId: tenantOf(reference),
      receivedAt: now(),
    });
  });
}

function fulfilmentEvents(request: Request, parts: WebhookParts): NewInboundEvent[] {
  const { fulfilmentSecrets: secrets, now } = parts;
  if (secrets.length === 0) throw new Problem('not_found');
  const body = bytesOf(request);
  const trust = { secrets, nowSeconds: secondsOf(now()) };
  const { eventId, reference } = believed(request, parts, () => parseFulfilmentCallback(body, request.headers, trust));
  return [
    {
      source: 'fulfilment',
      eventId,
      type: 'fulfilment',
      rawBody: body.toString('utf8'),
      about: 'fulfilment',
      reference,
      gatewayReference: null,
      concernsPastPayment: false,
      tenantId: tenantOf(reference),
      receivedAt: now(),
    },
  ];
}

function identityEvents(request: Request, parts: WebhookParts): NewInboundEvent[] {
  const { identitySecrets: secrets, now } = parts;
  if (Object.keys(secrets).length === 0) throw new Problem('not_found');
  const body = bytesOf(request);
  const trust = { secrets, nowSeconds: secondsOf(now()) };
  const { tenantId, eventId, type, personId } = believed(request, parts, () =>
    parseIdentityEvent(body, request.headers, trust),
  );
  return [
    {
      source: 'identity',
      // Ids are unique for the identity system of one tenant only.
      eventId: `${tenantId}:${eventId}`,
      type,
      rawBody: body.toString('utf8'),
      contentHash: contentHashOf(body.toString('utf8')),
      about: 'person',
      reference: personId,
      gatewayReference: null,
      concernsPastPayment: false,
      tenantId,
      receivedAt: now(),
    },
  ];
}

/** Nothing is kept of a letter that is none of ours. */
function mailEvents(request: Request, parts: WebhookParts): NewInboundEvent[] {
  const { mailSecrets: secrets, counters, now } = parts;
  if (secrets.length === 0) throw new Problem('not_found');
  const body = bytesOf(request);
  const trust = { secrets, nowSeconds: secondsOf(now()) };
  const event = believed(request, parts, () => parseMailEvent(body, request.headers, trust));
  if (event === null) counters.count('unknown_type', null);
  if (event === null || event.letterId === null) return [];
  return [
    {
      source: 'mail',
      eventId: event.eventId,
      type: event.type,
      rawBody: body.toString('utf8'),
      contentHash: contentHashOf(body.toString('utf8')),
      about: 'mail',
      reference: event.letterId,
      gatewayReference: null,
      concernsPastPayment: false,
      // Whoever carries mail knows no tenants; whose it is, its letter tells.
      tenantId: null,
      receivedAt: now(),
    },
  ];
}

/** Why a delivery is refused is for our log alone: a forger must not learn what was wrong with it. */
function believed<Read>(request: Request, { logger, counters }: WebhookParts, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WebhookRefused)) throw error;
    counters.count('refused', null);
    logger.warn({ requestId: requestIdOf(request), code: error.code, path: request.path }, 'webhook refused');
    throw new Problem('webhook_refused');
  }
}

async function take(event: NewInboundEvent, { inbound, counters, logger }: WebhookParts): Promise<void> {
  const kept = await inbound.take(event);
  counters.count(kept === 'new' ? 'accepted' : kept, event.tenantId);
  if (kept !== 'altered') return;
  const { source, eventId } = event;
  logger.error({ source, eventId }, 'an event came again with another body');
  throw new Problem('webhook_refused');
}

/** `{tenantId}:{changeId}:…`, as our references are made. */
const tenantOf = (reference: string | null): string | null => reference?.split(':')[0] || null;

/** Of what is kept of it: the same event sent twice is known by it. */
const contentHashOf = (content: string): string => createHash('sha256').update(masked(content)).digest('hex');

const secondsOf = (now: Date): number => Math.floor(now.getTime() / 1000);

const bytesOf = (request: Request): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
