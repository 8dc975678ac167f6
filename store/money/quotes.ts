import type { Quote } from '../../billing/quotes/types';
import {
  anyJson,
  type Connection,
  collectionOf,
  requiredInstant,
  requiredNumber,
  requiredText,
} from '../mongo/collection';
import { findPlain, insertOrFind, listPlain } from '../mongo/documents';

export interface QuoteRecord {
  tenantId: string;
  accountId: string;
  changeId: string;
  quoteId: string;
  visit: number;
  quote: Quote;
  /** The record of the tax rules that the quote rests on: inputs, rule, rate table and evidence. */
  taxDecision: unknown;
  at: Date;
}

/** Every quote ever shown; none is changed. */
export interface Quotes {
  /** Keeps a quote unless this visit has one already. @returns the one that stands */
  settle(record: QuoteRecord): Promise<Quote>;
  find(tenantId: string, quoteId: string): Promise<QuoteRecord | null>;
  /** Of one order, oldest first. */
  listOfChange(tenantId: string, changeId: string): Promise<QuoteRecord[]>;
}

export function quotesIn(connection: Connection): Quotes {
  const model = collectionOf<QuoteRecord>(
    connection,
    'quotes',
    {
      tenantId: requiredText,
      accountId: requiredText,
      changeId: requiredText,
      quoteId: requiredText,
      visit: requiredNumber,
      quote: anyJson,
      taxDecision: anyJson,
      at: requiredInstant,
    },
    [[{ tenantId: 1, quoteId: 1 }, { unique: true }], [{ tenantId: 1, changeId: 1, visit: 1 }]],
  );
  return {
    async settle(record) {
      const { tenantId, quoteId } = record;
      return (await insertOrFind(model, { tenantId, quoteId }, record)).quote;
    },
    find: (tenantId, quoteId) => findPlain(model, { tenantId, quoteId }),
    listOfChange: (tenantId, changeId) => listPlain(model, { tenantId, changeId }, { sort: { visit: 1 } }),
  };
}
