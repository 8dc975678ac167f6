import type { Build } from '../build';
import type { LogLine } from '../logs/line';

/** What was begun for traces, to be ended with its process: what is not sent yet is sent then. */
export interface Tracing {
  close(): Promise<void>;
}

/**
 * Begins to trace. Where to and how much of it say OpenTelemetry's own variables; what it needs is loaded only now, since most
 * processes do without.
 */
export async function startTracing(name: LogLine['name'], { version, build }: Build): Promise<Tracing> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources, { W3CTraceContextPropagator }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/core'),
    ]);
  const ours = resources.resourceFromAttributes({
    'service.name': `avenant-${name}`,
    'service.version': version,
    'deployment.build': build,
  });
  // What the environment names goes before what we do.
  const named = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new NodeTracerProvider({
    resource: ours.merge(named),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  // No baggage: it would carry to outside services whatever callers put in.
  provider.register({ propagator: new W3CTraceContextPropagator() });
  return { close: () => provider.shutdown().catch(() => undefined) };
}
