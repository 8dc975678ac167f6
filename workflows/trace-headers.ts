import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/**
 * Which request a workflow works for, handed on to its steps: the header `traceparent` of what it was last told. Whatever comes without it, or
 * with another thing under its name, ends that: anybody can send headers. Headers are no part of what a replay compares, and nothing here draws from the clock or the random
 * numbers of a workflow, so histories from before it replay unchanged.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let latest: Headers[string] | undefined;
  const note = ({ headers }: { headers: Headers }): void => {
    latest = traceIn(headers[TRACE_HEADER]);
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

/** Bytes of what is looked at; a header of that form has 57. */
const MOST_BYTES = 100;
/** The form of W3C as it stands in a payload: version, trace, span, flags. */
const FORM = /^"([0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})"$/;

/** The header made anew, so that nothing else that came with it is handed on. */
function traceIn(payload: Headers[string] | undefined): Headers[string] | undefined {
  if (!payload?.data || payload.data.byteLength > MOST_BYTES || textOf(payload.metadata?.encoding) !== 'json/plain') {
    return undefined;
  }
  const [, trace] = FORM.exec(textOf(payload.data)) ?? [];
  return trace === undefined ? undefined : defaultPayloadConverter.toPayload(trace);
}

const textOf = (bytes: Uint8Array | null | undefined): string => (bytes ? new TextDecoder().decode(bytes) : '');
