/** Acts of two persons that are no events of an order: each is asked for, and tried out, by operations of its own. */
export const OWN_DOORS = {
  CREDIT_VAT: {
    asking: 'POST /v1/changes/{changeId}/vat-credit',
    trying: 'GET /v1/changes/{changeId}/vat-credit/preview',
  },
  END_LOST: {
    asking: 'POST /v1/changes/{changeId}/ending',
    trying: 'GET /v1/changes/{changeId}/ending/preview',
  },
  START_AGAIN: {
    asking: 'POST /v1/changes/{changeId}/restart',
    trying: 'GET /v1/changes/{changeId}/restart/preview',
  },
} as const;

/** Whether an act is no event of the order. */
export const hasOwnDoor = (type: string): type is keyof typeof OWN_DOORS => Object.hasOwn(OWN_DOORS, type);
