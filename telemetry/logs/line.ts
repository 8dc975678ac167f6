import { z } from 'zod';
import { redacted } from './redacted';

/** The levels of a log, the least first. `error`: somebody must look. */
export const LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;

const id = z.string().max(1_000).optional();

interface Told {
  name?: string | undefined;
  message?: string | undefined;
  stack?: string | undefined;
  cause?: Told | undefined;
}

const ToldErrorSchema: z.ZodType<Told> = z.strictObject({
  name: z.string().optional(),
  message: z.string().optional(),
  stack: z.string().optional(),
  get cause() {
    return ToldErrorSchema.optional();
  },
});

/** A line of the log of either process, and there is no other kind. Times in milliseconds; ids and codes, and nothing of a person. */
export const LogLineSchema = z.strictObject({
  time: z.iso.datetime(),
  level: z.enum(LEVELS),
  /** The process. */
  name: z.enum(['api', 'worker']),
  version: z.string(),
  build: z.string(),
  msg: z.string(),
  requestId: id,
  traceId: id,
  spanId: id,
  tenantId: id,
  orderId: id,
  workflowId: id,
  runId: id,
  activity: id,
  attempt: z.number().int().optional(),
  stepKey: id,
  code: id,
  durationMs: z.number().min(0).optional(),
  err: ToldErrorSchema.optional(),
  /** All that only lines of one kind have. */
  facts: z.record(z.string(), z.unknown()).optional(),
});

export type LogLine = z.output<typeof LogLineSchema>;

/** Named differently by those who write a line. */
const OTHER_NAMES: Readonly<Record<string, string>> = { changeId: 'orderId', activityType: 'activity', error: 'err' };
const TEXTS: ReadonlySet<string> = new Set([
  ...['requestId', 'traceId', 'spanId', 'tenantId', 'orderId', 'workflowId', 'runId', 'activity', 'stepKey', 'code'],
]);
const NUMBERS: ReadonlySet<string> = new Set(['attempt', 'durationMs']);

/** Puts what a line tells to where the schema has it. */
export function arranged(told: Record<string, unknown>): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  const facts: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(told)) {
    if (value === undefined) continue;
    const name = OTHER_NAMES[given] ?? given;
    if (name === 'err') line.err = value;
    else if (TEXTS.has(name)) line[name] = String(value);
    else if (NUMBERS.has(name) && typeof value === 'number') line[name] = value;
    else if (name === 'msg' && typeof value === 'string') line.msg = value;
    else facts[given] = value;
  }
  return Object.keys(facts).length === 0 ? line : { ...line, facts: redacted(facts) };
}
