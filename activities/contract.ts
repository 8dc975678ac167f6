import type { SeatSteps } from '../machines/seat-follow-up/steps';
import type { OrderSteps } from '../machines/subscription-change/steps';
import type { OrderView } from '../workflows/contract';

export interface ProjectInput {
  view: OrderView;
}

export interface SweepInput {
  /** At most this many records of a kind in one call. */
  batch: number;
}
export interface SweepOutput {
  removed: number;
  expired: number;
}

/** Everything the workflows may ask of the outside. */
export interface Activities extends OrderSteps, SeatSteps {
  /** Writes the view of an order where lists read it; a later view is never overwritten by an earlier one. */
  project(input: ProjectInput): Promise<void>;
  /** Removes what has expired and tells idle orders so. */
  sweep(input: SweepInput): Promise<SweepOutput>;
}
