import type { VatCredit } from '../../billing/quotes/vat-credit';
import { type Connection, collectionOf } from '../mongo/collection';
import { findPlain, insertOrFind, listPlain } from '../mongo/documents';

/**
 * A decision about the VAT of an order after it was made. The decision that a quote rests on stays as it is; this
 * stands beside it, and is never changed either.
 */
export interface TaxAmendment {
  tenantId: string;
  /** Unique: the same cause amends once. */
  amendmentId: string;
  accountId: string;
  changeId: string;
  /** The quote whose decision is amended. */
  quoteId: string;
  /** The record of the tax rules, as for a quote. */
  taxDecision: unknown;
  /** The sum given back; "0" where the VAT stands. */
  amount: string;
  currency: string;
  lines: VatCredit['lines'];
  at: Date;
}

export interface TaxAmendments {
  /** Keeps an amendment unless its cause has made one. @returns the one that stands */
  settle(amendment: TaxAmendment): Promise<TaxAmendment>;
  find(tenantId: string, amendmentId: string): Promise<TaxAmendment | null>;
  /** Of one order, oldest first. */
  listOfChange(tenantId: string, changeId: string): Promise<TaxAmendment[]>;
}

export function taxAmendmentsIn(connection: Connection): TaxAmendments {
  const model = collectionOf<TaxAmendment>(
    connection,
    'taxamendments',
    {
      requiredText: ['tenantId', 'amendmentId', 'accountId', 'changeId', 'quoteId', 'amount', 'currency'],
      requiredInstant: ['at'],
      json: ['taxDecision', 'lines'],
    },
    [[{ tenantId: 1, amendmentId: 1 }, { unique: true }], [{ tenantId: 1, changeId: 1, at: 1 }]],
  );
  return {
    settle(amendment) {
      const { tenantId, amendmentId } = amendment;
      return insertOrFind(model, { tenantId, amendmentId }, amendment);
    },
    find: (tenantId, amendmentId) => findPlain(model, { tenantId, amendmentId }),
    listOfChange: (tenantId, changeId) => listPlain(model, { tenantId, changeId }, { sort: { at: 1 } }),
  };
}
