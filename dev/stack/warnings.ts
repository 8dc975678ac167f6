import { z } from 'zod';
import { LEVELS } from '../../telemetry/logs/line';

const LogLineSchema = z.object({
  // The first that a person should see.
  level: z.enum(LEVELS).extract(['warn', 'error', 'fatal']),
  msg: z.string(),
  err: z.object({ message: z.string() }).optional(),
});

/** What a process warns of in a line of its output: a log line from warnings on, in words; undefined for any other. */
export function warningIn(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { msg, err } = LogLineSchema.parse(JSON.parse(line));
    return err === undefined ? msg : `${msg}: ${err.message}`;
  } catch {
    return undefined;
  }
}
