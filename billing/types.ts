/** All plain facts of billing in one place: what an order starts from, and the quote it leads to. */
export * from './types-facts';
export type * from './types-quote';
