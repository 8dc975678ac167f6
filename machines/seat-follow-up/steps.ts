/** The questions of the seat follow-up to its steps and their answers, as plain JSON. */

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

export interface SeatInput extends CountSeatsInput {
  /** When reminders are due, counted from the purchase, in milliseconds; usually 1, 3, 7 and 14 days. */
  reminderDelays: number[];
}

export interface OpenSupportItemInput extends CountSeatsInput {
  unassigned: number;
  /** Names the stream of reminders; a later purchase starts another one. */
  stream: string;
}
export interface RemindInput extends OpenSupportItemInput {
  /** 1 for the first reminder of a stream. */
  reminder: number;
}

export interface SeatSteps {
  countSeats(input: CountSeatsInput): Promise<CountSeatsOutput>;
  remind(input: RemindInput): Promise<void>;
  openSupportItem(input: OpenSupportItemInput): Promise<void>;
}
