/** The questions of the seat follow-up to its steps and their answers, as plain JSON. */

export interface SeatInput {
  tenantId: string;
  subscriptionId: string;
  /** When reminders are due, counted from the purchase, in milliseconds; usually 1, 3, 7 and 14 days. */
  reminderDelays: number[];
  /** Reminders already sent in this stream; more than none only after continuing as new. */
  remindersSent: number;
}

export interface CountSeatsInput {
  tenantId: string;
  subscriptionId: string;
}
export interface CountSeatsOutput {
  bought: number;
  assigned: number;
  /** The subscription ended, so there is nothing left to assign. */
  gone: boolean;
}

export interface RemindInput {
  tenantId: string;
  subscriptionId: string;
  /** 1 for the first reminder of a stream. */
  reminder: number;
  unassigned: number;
  /** Names the stream of reminders; a later purchase starts another one. */
  stream: string;
}

export interface OpenSupportItemInput {
  tenantId: string;
  subscriptionId: string;
  unassigned: number;
  stream: string;
}

export interface SeatSteps {
  countSeats(input: CountSeatsInput): Promise<CountSeatsOutput>;
  remind(input: RemindInput): Promise<void>;
  openSupportItem(input: OpenSupportItemInput): Promise<void>;
}
