import { z } from 'zod';
import { type Reading, unfitBy, withoutEmpty } from '../connections/environment';

const Variables = z.object({
  /** Left out: nothing is counted, and no such port is opened. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().min(1).max(253).default('127.0.0.1'),
});

/** Where a process is watched. */
export interface TelemetrySettings {
  /** Null: nowhere. */
  metrics: { host: string; port: number } | null;
}

/** Reads how a process is watched; the same variables for API and workers. */
export function readTelemetry(environment: NodeJS.ProcessEnv): Reading<TelemetrySettings> {
  const read = Variables.safeParse(withoutEmpty(environment));
  if (!read.success) return { unfit: unfitBy(read.error) };
  const { METRICS_HOST: host, METRICS_PORT: port } = read.data;
  return { settings: { metrics: port === undefined ? null : { host, port } } };
}
