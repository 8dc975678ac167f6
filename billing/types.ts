/** All plain facts of billing in one place: what an order starts from, and the quote it leads to. */
export * from './facts/types';
export type * from './quotes/types';
