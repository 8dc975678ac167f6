import type { Context } from '@temporalio/activity';
import type { ActivityInterceptors } from '@temporalio/worker';
import { present } from '../../billing/present';
import { about, type Subject } from '../subject';

/** What every step of a worker runs in: the lines of its log say whose it is. */
export const watchedActivities = ({ info }: Context): ActivityInterceptors => ({
  inbound: {
    execute: (input, next) => about(subjectOf(info, input.args[0]), () => next(input)),
  },
});

/** Steps of an order are asked by its names; those of others say no more than their workflow. */
function subjectOf({ activityType, attempt, workflowExecution }: Context['info'], asked: unknown): Subject {
  const { tenantId, changeId, visit } = namesIn(asked);
  const isOfVisit = tenantId !== undefined && changeId !== undefined && visit !== undefined;
  return present({
    tenantId,
    orderId: changeId,
    workflowId: workflowExecution?.workflowId,
    runId: workflowExecution?.runId,
    activity: activityType,
    attempt,
    stepKey: isOfVisit ? `${tenantId}:${changeId}:${activityType}:${visit}` : undefined,
  });
}

function namesIn(asked: unknown): { tenantId?: string; changeId?: string; visit?: number } {
  if (typeof asked !== 'object' || asked === null) return {};
  const { tenantId, changeId, visit } = asked as Record<string, unknown>;
  return present({
    tenantId: typeof tenantId === 'string' ? tenantId : undefined,
    changeId: typeof changeId === 'string' ? changeId : undefined,
    visit: typeof visit === 'number' ? visit : undefined,
  });
}
