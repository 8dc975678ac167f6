import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

export { SpanKind } from '@opentelemetry/api';

interface SpanOptions {
  kind?: SpanKind;
  /** Ids, codes and names of ours alone: traces go to another system. */
  attributes?: Attributes;
  /** What it is a part of; what is under way when left out. */
  parent?: Context;
}

const tracer = () => trace.getTracer('avenant');

/** Begins a span; whoever begins it ends it. */
export const beginSpan = (
  name: string,
  { kind = SpanKind.INTERNAL, attributes = {}, parent }: SpanOptions = {},
): Span => tracer().startSpan(name, { kind, attributes }, parent ?? context.active());

/** Does work as a span. What it throws marks the span and is thrown on; its words stay here, they may be of anybody. */
export async function inSpan<Result>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const span = beginSpan(name, options);
  try {
    return await context.with(trace.setSpan(options.parent ?? context.active(), span), () => work(span));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    throw error;
  } finally {
    span.end();
  }
}

/** Whether what is under way is written down. */
export const isTraced = (): boolean => trace.getActiveSpan()?.isRecording() ?? false;
