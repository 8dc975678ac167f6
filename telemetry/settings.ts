import { z } from 'zod';
import { type Reading, unfitBy, withoutEmpty } from '../connections/environment';

const Variables = z.object({
  /** Left out: nothing is counted, and no such port is opened. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().min(1).max(253).default('127.0.0.1'),
  /** OpenTelemetry's own. What else they say is read by its exporter and its sampler. */
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url().optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).optional(),
});

/** The variables of it, but for those that OpenTelemetry alone reads, and the name of the build. */
export const TELEMETRY_VARIABLES = { ...Variables.shape, AVENANT_BUILD: z.string().optional() };

/** Where a process is watched. */
export interface TelemetrySettings {
  /** Null: nowhere. */
  metrics: { host: string; port: number } | null;
  /** Whether traces are written down. */
  traces: boolean;
}

/** Reads how a process is watched; the same variables for API and workers. */
export function readTelemetry(environment: NodeJS.ProcessEnv): Reading<TelemetrySettings> {
  const read = Variables.safeParse(withoutEmpty(environment));
  if (!read.success) return { unfit: unfitBy(read.error) };
  const { METRICS_HOST: host, METRICS_PORT: port, ...otel } = read.data;
  const endpoint = otel.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? otel.OTEL_EXPORTER_OTLP_ENDPOINT;
  const isOff = otel.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || otel.OTEL_TRACES_EXPORTER === 'none';
  return {
    settings: { metrics: port === undefined ? null : { host, port }, traces: endpoint !== undefined && !isOff },
  };
}
