import { type Context, context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { defaultPayloadConverter, type Headers, type Payload } from '@temporalio/common';

/** As W3C has it. `workflows/trace-headers.ts` hands it on inside a workflow. */
const TRACE_HEADER = 'traceparent';

/** Headers of a call to Temporal that say which trace it is of; as they were where nothing is written down. */
export function withTraceHeader(headers: Headers): Headers {
  if (trace.getActiveSpan()?.isRecording() !== true) return headers;
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  const { [TRACE_HEADER]: traceparent } = carrier;
  return traceparent === undefined
    ? headers
    : { ...headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload(traceparent) };
}

/** The trace that headers say they are of; null where they say none. */
export function traceIn(headers: Headers): Context | null {
  const { [TRACE_HEADER]: payload } = headers;
  if (payload === undefined) return null;
  const traceparent = textIn(payload);
  return typeof traceparent === 'string' ? propagation.extract(ROOT_CONTEXT, { traceparent }) : null;
}

/** Anybody can send headers, and no step must fail for what stands in one. */
function textIn(payload: Payload): unknown {
  try {
    return defaultPayloadConverter.fromPayload<unknown>(payload);
  } catch {
    return undefined;
  }
}
