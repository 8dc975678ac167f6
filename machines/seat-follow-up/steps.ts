/** What the seat follow-up asks of its steps and what they answer, as plain JSON. */

export interface SeatInput {
  tenantId: string;
  subscriptionId: string;
  /** Reminders already sent in this stream; more than none after continuing as new. */
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
  /** Days after the purchase at which somebody is reminded, e.g. [1, 3, 7, 14]; in milliseconds. */
  reminderDelays: number[];
}

export interface RemindInput {
  tenantId: string;
  subscriptionId: string;
  /** 1 for the first reminder of this purchase. */
  reminder: number;
  unassigned: number;
  /** Names the stream: a later purchase starts another one. */
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
