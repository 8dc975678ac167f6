import type { Change, Timing } from '../../billing/facts/types';
import { holdsCardNumber } from '../card-number';
import { FIELD_KINDS, hasOnlyKeys, isChange, isEventId } from '../event-fields';
import { type Actor, isActor } from '../events';

/** The start of an order. Ids are chosen by the caller, so the same request always names the same order. */
export interface OrderInput {
  tenantId: string;
  changeId: string;
  accountId: string;
  actor: Actor;
  changes: Change[];
  /** When all of them take effect; now where absent. */
  effective?: Timing;
  /** Names the request that starts the order, so that another request under the same change id is told apart. */
  requestHash?: string;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= 200;

/**
 * Whether a value has the shape of an order's input, with nothing beside it, and holds no card number. Plain predicates, because this runs inside
 * the workflow.
 */
export function isOrderInput(value: unknown): value is OrderInput {
  if (typeof value !== 'object' || value === null) return false;
  const { tenantId, changeId, accountId, actor, changes, effective, requestHash } = value as Record<string, unknown>;
  if (!hasOnlyKeys(value, 'tenantId', 'changeId', 'accountId', 'actor', 'changes', 'effective', 'requestHash'))
    return false;
  if (![tenantId, changeId, accountId].every(isEventId)) return false;
  if (requestHash !== undefined && !isText(requestHash)) return false;
  if (effective !== undefined && !FIELD_KINDS.timing.is(effective)) return false;
  if (!isActor(actor)) return false;
  if (!Array.isArray(changes) || changes.length === 0 || changes.length > 50 || !changes.every(isChange)) return false;
  return !holdsCardNumber(value);
}
