import { setWorkflowOptions } from '@temporalio/workflow';
import { seatFollowUp, subscriptionChange, vatFollowUp } from './index';

/**
 * The workflows for versioned workers; an engine refuses what others say of versions. What lives for weeks goes on with the build that
 * is current, so that a repaired one heals the orders that wait for it. What is over soon ends on the build that it began on.
 */
export * from './index';

const AUTO_UPGRADE = { versioningBehavior: 'AUTO_UPGRADE' } as const;

setWorkflowOptions(AUTO_UPGRADE, subscriptionChange);
setWorkflowOptions(AUTO_UPGRADE, seatFollowUp);
setWorkflowOptions(AUTO_UPGRADE, vatFollowUp);
