export { housekeeping } from './housekeeping';
export { seatFollowUp } from './seat-follow-up';
export { subscriptionChange } from './subscription-change';
export { vatFollowUp } from './vat-follow-up';
