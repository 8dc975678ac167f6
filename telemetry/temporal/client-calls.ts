import type { WorkflowClientInterceptor } from '@temporalio/client';
import { inSpan, isTraced, SpanKind } from '../traces/spans';
import { withTraceHeader } from './trace-header';

/** A call as a span, which the workflow is told of; without one where nothing is written down. */
function traced<Result>(what: string, workflowId: string, call: () => Promise<Result>): Promise<Result> {
  if (!isTraced()) return call();
  return inSpan(`temporal ${what}`, { kind: SpanKind.CLIENT, attributes: { 'avenant.workflow_id': workflowId } }, call);
}

/** Tells workflows which trace they are asked in. */
export const TRACED_CALLS: WorkflowClientInterceptor = {
  start: (input, next) =>
    traced(`start ${input.workflowType}`, input.options.workflowId, () =>
      next({ ...input, headers: withTraceHeader(input.headers) }),
    ),
  startUpdate: (input, next) =>
    traced(`update ${input.updateName}`, input.workflowExecution.workflowId ?? '', () =>
      next({ ...input, headers: withTraceHeader(input.headers) }),
    ),
  startUpdateWithStart: (input, next) =>
    traced(`start and update ${input.updateName}`, input.workflowStartOptions.workflowId, () =>
      next({
        ...input,
        workflowStartHeaders: withTraceHeader(input.workflowStartHeaders),
        updateHeaders: withTraceHeader(input.updateHeaders),
      }),
    ),
  signal: (input, next) =>
    traced(`signal ${input.signalName}`, input.workflowExecution.workflowId ?? '', () =>
      next({ ...input, headers: withTraceHeader(input.headers) }),
    ),
  signalWithStart: (input, next) =>
    traced(`signal ${input.signalName}`, input.options.workflowId, () =>
      next({ ...input, headers: withTraceHeader(input.headers) }),
    ),
};
