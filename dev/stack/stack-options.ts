import type { LocalSecrets } from './local-secrets';
import type { WorkerTuning } from './processes';

export interface StackOptions {
  secrets: LocalSecrets;
  /** Folder for all data; without it everything is gone at the end. */
  dataDir?: string;
  /** Port of the API; a free one when left out. */
  port?: number;
  /** When reminders to assign new seats are due, in milliseconds after the purchase. */
  reminderDelays?: number[];
  worker?: WorkerTuning;
  /** Environment variables of the API over those of the stack. */
  server?: Record<string, string>;
  /** Told what the worker and the API warn of, in a line each. */
  warn?: (line: string) => void;
}
