import { z } from 'zod';
import type { FulfilmentOrder } from '../../../gateways/fulfilment/port';
import { failure, jsonReply, type SandboxReply, type SandboxRequest } from '../sandbox-server';

/** An order that the fulfilment sandbox has taken, each reference once. */
export interface FulfilledOrder {
  order: FulfilmentOrder;
  status: 'done' | 'pending' | 'rejected';
  fulfilmentReference: string;
  code?: string;
}

export type Decision = { status: 'done' } | { status: 'rejected'; code: string };

const Text = z.string().min(1).max(255);
const OrderBody: z.ZodType<FulfilmentOrder> = z.strictObject({
  reference: Text,
  tenantId: Text,
  changeId: Text,
  accountId: Text,
  purchaseOrderNumber: Text.exactOptional(),
  effectiveDate: z.iso.date(),
  changes: z.array(
    z.strictObject({
      subscriptionId: Text,
      tierId: Text,
      seats: z.number().int().nonnegative(),
      frequency: Text,
      endLifted: z.iso.date().exactOptional(),
      trialEnded: z.literal(true).exactOptional(),
    }),
  ),
  cartItemIds: z.array(Text),
});

export interface FulfilmentBook {
  all(): FulfilledOrder[];
  /** `POST /orders` and `GET /orders?reference=`. */
  serve(request: SandboxRequest): SandboxReply;
  /** False for an unknown reference. A second decision changes nothing. */
  decide(reference: string, decision: Decision): boolean;
}

/** `immediate`: orders are done at once instead of pending. */
export function fulfilmentBook(immediate: boolean): FulfilmentBook {
  const orders = new Map<string, FulfilledOrder>();
  return {
    all: () => [...orders.values()],
    serve(request) {
      if (request.method === 'POST') return place(orders, request, immediate);
      const known = orders.get(request.query.get('reference') ?? '');
      return known === undefined ? failure(404, 'order_not_found') : jsonReply(200, shown(known));
    },
    decide(reference, decision) {
      const known = orders.get(reference);
      if (known?.status === 'pending') Object.assign(known, decision);
      return known !== undefined;
    },
  };
}

function place(orders: Map<string, FulfilledOrder>, request: SandboxRequest, immediate: boolean): SandboxReply {
  const body = OrderBody.safeParse(request.body);
  if (!body.success || request.headers['idempotency-key'] !== body.data.reference) {
    return failure(400, 'invalid_request');
  }
  const order = body.data;
  const known = orders.get(order.reference);
  if (known !== undefined && JSON.stringify(known.order) !== JSON.stringify(order)) {
    return failure(409, 'reference_reused');
  }
  const taken: FulfilledOrder = known ?? {
    order,
    status: immediate ? 'done' : 'pending',
    fulfilmentReference: `ful_${orders.size + 1}`,
  };
  orders.set(order.reference, taken);
  if (taken.status === 'rejected') return failure(422, taken.code ?? 'rejected');
  return jsonReply(taken.status === 'done' ? 201 : 202, shown(taken));
}

const shown = ({ order: _, ...rest }: FulfilledOrder) => rest;
