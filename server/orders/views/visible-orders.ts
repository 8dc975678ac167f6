import { VIEW } from 'statechart-host/contract';
import { type OrderView, orderWorkflowId } from '../../../workflows/contract';
import type { Caller } from '../../api/principal';
import { CALL_LIMITS, type Temporal } from '../../api/temporal';
import type { Access, Purpose } from '../../identity/access';
import type { AuditTrail, ReadOf } from '../../identity/audit-trail';
import type { ServerStore } from '../../ports';

export interface OrderName {
  tenantId: string;
  changeId: string;
}

interface OrderSources extends Pick<ServerStore, 'orders'> {
  temporal: Temporal;
  access: Access;
  trail: AuditTrail;
}

/** Orders as their callers may see them: those that are written down, and those that only their workflow knows. */
export class VisibleOrders {
  readonly #sources: OrderSources;

  constructor(sources: OrderSources) {
    this.#sources = sources;
  }

  /** An order that somebody may see or buy with. @throws Problem 404, or 403 as {@link Purpose} */
  async allowed(caller: Caller, changeId: string, purpose: Purpose): Promise<OrderView> {
    const found = await this.find({ tenantId: caller.principal.tenantId, changeId });
    return this.#sources.access.order(caller, changeId, found, purpose);
  }

  /** An order that is shown: as {@link allowed}, and on record where somebody of ours looks. */
  async shown(caller: Caller, changeId: string, of: ReadOf = 'order', purpose: Purpose = 'view'): Promise<OrderView> {
    const view = await this.allowed(caller, changeId, purpose);
    await this.#sources.trail.noteOrderRead(caller, changeId, of);
    return view;
  }

  /** An order by its last projection, or from its workflow where none has been written yet. */
  async find(name: OrderName): Promise<OrderView | null> {
    return (await this.#sources.orders.find(name.tenantId, name.changeId)) ?? this.look(name);
  }

  /** The order as it is at this moment, also after its end; null when there is none. @throws Problem 503 */
  look(name: OrderName, limit?: number): Promise<OrderView | null> {
    const { tenantId, changeId } = name;
    return this.#sources.temporal.query<OrderView>(orderWorkflowId(tenantId, changeId), { name: VIEW }, limit);
  }

  /** As {@link look}; where nobody answers for an order that is over, or any more, it wrote beforehand how it ended. */
  async lookOrEnd(name: OrderName, limit?: number): Promise<OrderView | null> {
    const [looked] = await Promise.allSettled([this.look(name, limit)]);
    if (looked.status === 'fulfilled' && looked.value !== null) return looked.value;
    const written = await this.#sources.orders.find(name.tenantId, name.changeId);
    if (written !== null && written.status !== 'active') return written;
    if (looked.status === 'rejected') throw looked.reason;
    return null;
  }

  /** As {@link look}, for an answer that must not wait: null also when no worker says anything in time. */
  glance(name: OrderName): Promise<OrderView | null> {
    return this.look(name, CALL_LIMITS.glance).catch(() => null);
  }
}
