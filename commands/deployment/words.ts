import type { Routing } from './deployment';

/** Stands for no build. */
export const UNVERSIONED = 'unversioned';

/** Whose workers are meant; null: those without a version. */
export const workersOf = (buildId: string | null): string =>
  buildId === null ? 'workers without a version' : `workers of build ${buildId}`;

/** Who takes what, in a sentence without its point. */
export const routingInWords = ({ current, ramping }: Routing): string =>
  ramping === null
    ? `${workersOf(current)} take all orders`
    : `${workersOf(ramping.buildId)} take ${ramping.percent} % of the orders, ${workersOf(current)} the others`;
