/** Where an order waits that can be put aside, for a hold or a reminder, and comes back to. */
export const WAITING_PLACES = ['reviewing', 'inCart', 'verifying', 'handedOver', 'vatPending', 'scheduled'] as const;
export type WaitingPlace = (typeof WAITING_PLACES)[number];

/** Interruptions of an order that waits, and what wakes it. */
export interface WaitingContext {
  /** The place that an order on hold, or one whose customer is being reminded, comes back to. */
  cameFrom: WaitingPlace | null;
  heldSince: string | null;
  /** When an order on hold went on; waiting for a date counts from here. */
  resumedAt: string | null;
  /** Until when it does not expire, where support has said so. */
  keptOpenUntil: string | null;
  reminders: number;
  /** Something outside changed while a step was at work. */
  nudged: boolean;
}

export const newWaiting = (): WaitingContext => ({
  cameFrom: null,
  heldSince: null,
  resumedAt: null,
  keptOpenUntil: null,
  reminders: 0,
  nudged: false,
});
