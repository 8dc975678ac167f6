import type { z } from 'zod';
import { DESK_ACTS } from '../../../machines/events';
import { ChangePathSchema, WaitingForSecondPersonSchema } from '../../../schemas/orders/order';
import { type ActOfTwo, ActOfTwoSchema, ActUnderWaySchema } from '../../../schemas/support/act-of-two';
import type { Sending } from '../../../store/support/grants';
import type { OrderView } from '../../../workflows/contract';
import { type Call, type Handled, type MountedOperation, operation } from '../../api/operation';
import { actorOf } from '../../api/principal';
import { updateIdOf } from '../../http/identifiers';
import type { AuditTrail } from '../../identity/audit-trail';
import { permissionFor, type TwoPersonAct } from '../../orders/commands/grants';
import type { VisibleOrders } from '../../orders/views/visible-orders';
import type { ServerStore } from '../../ports';

export interface ActParts extends Pick<ServerStore, 'grants'> {
  visible: VisibleOrders;
  trail: AuditTrail;
  now(): Date;
}

/** The request that a second person has approved, for this evidence. */
interface Agreed {
  tenantId: string;
  changeId: string;
  grantId: string;
  evidence: string;
}

type ActCall = Call<z.output<typeof ChangePathSchema>, unknown, ActOfTwo>;

/** An act of support on an order. `Found` is what it is done with, as it was found when it was asked for and when it was approved. */
interface Act<Found> {
  type: TwoPersonAct;
  route: `POST /v1/changes/{changeId}/${string}`;
  id: string;
  summary: string;
  description?: string;
  /** What the answer to the second person says. */
  underWay: string;
  /** @throws Problem where it cannot be done, before anybody agrees on it */
  look(view: OrderView, call: ActCall): Promise<Found>;
  /** What the agreement is good for alone; left out where the workflow that is started finds that itself. */
  sending?(found: Found): Sending;
  /** Sets it going, once for each request that was approved. @throws Problem 503 */
  begin(found: Found, agreed: Agreed): Promise<void>;
}

/** The first call of it asks; the second one, by somebody else and with the `grantId`, does it. Both are on record. */
export const actOfTwo = <Found>(parts: ActParts, act: Act<Found>): MountedOperation =>
  operation('Support', act.route, {
    id: act.id,
    summary: `${act.summary}; the first call asks, a second person’s with the grantId does it`,
    ...(act.description === undefined ? {} : { description: act.description }),
    roles: DESK_ACTS[act.type].senders,
    params: ChangePathSchema,
    body: ActOfTwoSchema,
    answers: {
      200: { description: act.underWay, schema: ActUnderWaySchema },
      202: { description: 'Waiting for a second person.', schema: WaitingForSecondPersonSchema },
    },
    handle: (call) => handle(parts, act, call),
  });

async function handle<Found>(parts: ActParts, act: Act<Found>, call: ActCall): Promise<Handled> {
  const { grants, visible, trail, now } = parts;
  const { body, principal, requestKey, params } = call;
  const { changeId } = params;
  const { type } = act;
  const view = await visible.allowed(call, changeId, 'view');
  const found = await act.look(view, call);
  const permission = await permissionFor(
    grants,
    call,
    { ...body, type },
    {
      person: actorOf(call).userId,
      at: now(),
      subject: null,
      sending: () => act.sending?.(found),
    },
  );
  const { reasonCode, reason, evidence } = body;
  const { grantId } = permission;
  await trail.note(call, {
    entryId: `${type.toLowerCase().replaceAll('_', '-')}:${updateIdOf(requestKey, changeId)}`,
    action: permission.kind === 'waiting' ? `${type}:requested` : type,
    changeId,
    before: { state: view.state, sequence: view.sequence },
    facts: { reasonCode, reason, evidence, grantId },
  });
  if (permission.kind === 'waiting') return permission.answer;
  await act.begin(found, { tenantId: principal.tenantId, changeId, grantId, evidence });
  return { status: 200, body: { changeId, status: 'under_way' } };
}

/** For a workflow that does an act: one a request, however often it is asked for. */
export const ONCE = { workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE' } as const;
