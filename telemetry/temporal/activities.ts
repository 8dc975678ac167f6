import type { Attributes } from '@opentelemetry/api';
import type { Context } from '@temporalio/activity';
import type { ActivityInterceptors } from '@temporalio/worker';
import { present } from '../../billing/present';
import { about, type Subject } from '../subject';
import { inSpan } from '../traces/spans';
import { traceIn } from './trace-header';

/** What every step of a worker runs in: the lines of its log say whose it is. */
export const watchedActivities = ({ info }: Context): ActivityInterceptors => ({
  inbound: {
    execute(input, next) {
      const subject = subjectOf(info, input.args[0]);
      const parent = traceIn(input.headers);
      const run = () => next(input);
      return about(subject, () =>
        parent === null
          ? run()
          : inSpan(`step ${info.activityType}`, { parent, attributes: attributesOf(subject) }, run),
      );
    },
  },
});

const attributesOf = ({ workflowId, runId, tenantId, orderId, attempt, stepKey }: Subject): Attributes =>
  present({
    'avenant.workflow_id': workflowId,
    'avenant.run_id': runId,
    'avenant.tenant_id': tenantId,
    'avenant.order_id': orderId,
    'avenant.attempt': attempt,
    'avenant.step_key': stepKey,
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
