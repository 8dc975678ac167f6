import { setWorkflowOptions } from '@temporalio/workflow';
import { seatFollowUp } from './seat-follow-up';
import { subscriptionChange } from './subscription-change';
import { vatFollowUp } from './vat-follow-up';

/**
 * What lives for weeks goes on with the build that is current, so that a repaired one heals the orders that wait for it. What is over
 * soon ends on the build that it began on. Both only where workers are versioned.
 */

const AUTO_UPGRADE = { versioningBehavior: 'AUTO_UPGRADE' } as const;

setWorkflowOptions(AUTO_UPGRADE, subscriptionChange);
setWorkflowOptions(AUTO_UPGRADE, seatFollowUp);
setWorkflowOptions(AUTO_UPGRADE, vatFollowUp);
