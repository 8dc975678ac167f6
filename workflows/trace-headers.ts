import type { Headers, WorkflowInterceptorsFactory } from '@temporalio/workflow';

/**
 * Which request a workflow works for, handed on to its steps: the header `traceparent` of what it was last told, as it came. Whatever
 * comes without it ends that. Headers are no part of what a replay compares, and nothing here draws from the clock or the random
 * numbers of a workflow, so histories from before it replay unchanged.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let latest: Headers[string] | undefined;
  const note = ({ headers }: { headers: Headers }): void => {
    latest = headers[TRACE_HEADER];
  };
  const withTrace = <Input extends { headers: Headers }>(input: Input): Input =>
    latest === undefined ? input : { ...input, headers: { ...input.headers, [TRACE_HEADER]: latest } };
  return {
    inbound: [
      {
        execute(input, next) {
          note(input);
          return next(input);
        },
        handleUpdate(input, next) {
          note(input);
          return next(input);
        },
        handleSignal(input, next) {
          note(input);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(withTrace(input)),
        scheduleLocalActivity: (input, next) => next(withTrace(input)),
        startChildWorkflowExecution: (input, next) => next(withTrace(input)),
        signalWorkflow: (input, next) => next(withTrace(input)),
        continueAsNew: (input, next) => next(withTrace(input)),
      },
    ],
  };
};

/** As W3C has it; callers and workers write and read it in `telemetry/temporal/`. */
const TRACE_HEADER = 'traceparent';
