import type { Fulfilment, FulfilmentPort } from './port';

/** The default: applying the change to our own store was all there is to do, so an order is done at once. */
export function localFulfilment(): FulfilmentPort {
  const done = (reference: string): Fulfilment => ({ status: 'done', fulfilmentReference: `local:${reference}` });
  return {
    name: 'local',
    place: async ({ reference }) => done(reference),
    lookup: async (reference) => done(reference),
  };
}
