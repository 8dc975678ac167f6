import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { hasOwnDoor, OWN_DOORS } from '../parts/own-doors';
import type { Why } from '../parts/why-fields';

type Request = Schemas['OpenRequest'];
type Send = (why: Why, idempotencyKey: string) => Promise<unknown>;

/**
 * Approving is doing what was asked for, word for word, and naming the request, upon the order as what is shown was foreseen of it.
 * Null for what is approved elsewhere.
 */
export function useApproval({ grantId, changeId, event, evidence, order, preview }: Request): Send | null {
  const { ask } = useApi();
  if (evidence === null || order === null) return null;
  const params = { changeId };
  return (why, idempotencyKey) => {
    const body = { ...why, evidence, grantId };
    const ifMatch = preview?.sequence ?? order.sequence;
    if (hasOwnDoor(event)) return ask(OWN_DOORS[event].asking, { params, body, idempotencyKey, ifMatch });
    return ask('POST /v1/changes/{changeId}/events', {
      params,
      // The events of two persons rest on evidence and nothing else.
      body: { type: event, ...body } as Schemas['OrderEvent'],
      idempotencyKey,
      ifMatch,
    });
  };
}
