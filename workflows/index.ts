export { bulkEvent } from './bulk';
export { housekeeping } from './housekeeping';
export { lostOrder } from './lost-order';
export { paymentReview } from './payment-review';
export { seatFollowUp } from './seat-follow-up';
export { subscriptionChange } from './subscription-change';
export { vatFollowUp } from './vat-follow-up';

// The SDK captures a stack for every promise of a workflow and looks each frame up in the source map: with ten frames a
// tenth of an order's processor time. One frame still says where an error was thrown.
Error.stackTraceLimit = 1;

export { vatCredit } from './vat-credit';
