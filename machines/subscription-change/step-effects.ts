import type { OrderSteps } from './steps';

/** The effects of a step beyond our own books, for telling somebody before they press. */
export interface StepEffect {
  /** Charges, gives back, or writes the account's ledger. */
  movesMoney: boolean;
  /** Calls somebody else's service. */
  callsOutside: boolean;
  /** The mail that it writes to the people of the account. */
  mail: 'confirmed' | 'compensated' | 'reminder' | null;
}

const ours: StepEffect = { movesMoney: false, callsOutside: false, mail: null };
const outside: StepEffect = { ...ours, callsOutside: true };
const money: StepEffect = { ...ours, movesMoney: true };

export const STEP_EFFECTS: Readonly<Record<keyof OrderSteps, StepEffect>> = {
  assess: ours,
  supersede: ours,
  quote: ours,
  capturePayment: outside,
  checkVat: outside,
  escalateVat: ours,
  reserve: ours,
  charge: { ...money, callsOutside: true },
  lookUpPayment: outside,
  voidPayment: { ...money, callsOutside: true },
  apply: money,
  confirm: { ...ours, mail: 'confirmed' },
  fulfil: outside,
  followUpVat: ours,
  followUpSeats: ours,
  compensate: { ...money, callsOutside: true },
  bookGivenBack: ours,
  release: ours,
  tellCustomer: { ...ours, mail: 'compensated' },
  remindCustomer: { ...ours, mail: 'reminder' },
  checkGrant: ours,
};
