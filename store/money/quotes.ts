import type { Connection } from 'mongoose';
import type { Quote } from '../../billing/quotes/types';
import {
  anyJson,
  collectionOf,
  insertOnce,
  requiredInstant,
  requiredNumber,
  requiredText,
  WITHIN,
} from '../mongo/collection';
import { findPlain } from '../mongo/versioned';

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
      ...{
        tenantId: requiredText,
        accountId: requiredText,
        changeId: requiredText,
        quoteId: requiredText,
        visit: requiredNumber,
      },
      ...{ quote: anyJson, taxDecision: anyJson, at: requiredInstant },
    },
    [[{ tenantId: 1, quoteId: 1 }, { unique: true }], [{ tenantId: 1, changeId: 1, visit: 1 }]],
  );
  return {
    async settle(record) {
      if (await insertOnce(model, record)) return record.quote;
      const { tenantId, quoteId } = record;
      const standing = await findPlain(model, { tenantId, quoteId });
      return standing ? standing.quote : record.quote;
    },
    find: (tenantId, quoteId) => findPlain(model, { tenantId, quoteId }),
    listOfChange: (tenantId, changeId) =>
      model.find({ tenantId, changeId }, { _id: 0 }, WITHIN).sort({ visit: 1 }).lean<QuoteRecord[]>().exec(),
  };
}
