import type { Quote } from '../../billing/quotes/types';
import { type Connection, collectionOf } from '../mongo/collection';
import { findPlain, insertOrFind, listPlain } from '../mongo/documents';

export interface QuoteRecord {
  tenantId: string;
  accountId: string;
  changeId: string;
  quoteId: string;
  visit: number;
  /** What the visit was asked, as a digest: one that was lost may have been asked something else. */
  asked: string;
  quote: Quote;
  /** The record of the tax rules that the quote rests on: inputs, rule, rate table and evidence. */
  taxDecision: unknown;
  at: Date;
}

/** Every quote ever shown; none is changed. */
export interface Quotes {
  /** Keeps a quote unless there is one of its id already. @returns the one that stands */
  settle(record: QuoteRecord): Promise<Pick<QuoteRecord, 'quote' | 'asked'>>;
  find(tenantId: string, quoteId: string): Promise<QuoteRecord | null>;
  /** Of one order, oldest first. */
  listOfChange(tenantId: string, changeId: string): Promise<QuoteRecord[]>;
}

export function quotesIn(connection: Connection): Quotes {
  const model = collectionOf<QuoteRecord>(
    connection,
    'quotes',
    {
      requiredText: ['tenantId', 'accountId', 'changeId', 'quoteId', 'asked'],
      requiredNumber: ['visit'],
      requiredInstant: ['at'],
      json: ['quote', 'taxDecision'],
    },
    [[{ tenantId: 1, quoteId: 1 }, { unique: true }], [{ tenantId: 1, changeId: 1, visit: 1 }]],
  );
  return {
    settle(record) {
      const { tenantId, quoteId } = record;
      return insertOrFind(model, { tenantId, quoteId }, record);
    },
    find: (tenantId, quoteId) => findPlain(model, { tenantId, quoteId }),
    listOfChange: (tenantId, changeId) => listPlain(model, { tenantId, changeId }, { sort: { visit: 1 } }),
  };
}
