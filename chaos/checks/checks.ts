import { ANSWERS } from './answers';
import { APPLIED_ONCE } from './applied-once';
import { AUDIT } from './audit';
import type { ChaosCheck } from './check';
import { ENDED_WELL } from './ended-well';
import { ENDS } from './ends';
import { GATEWAY } from './gateway';
import { MAILS_ONCE } from './mails';
import { OPEN_ORDERS } from './open-orders';
import { PROCESSES } from './processes';
import { READ_MODEL } from './read-model';
import { RECONCILED } from './reconciled';
import { REPLAYED } from './replayed';
import { TASKS } from './tasks';

/** Everything that is looked at in the end, in this order. */
export const CHAOS_CHECKS: readonly ChaosCheck[] = [
  ENDS,
  GATEWAY,
  APPLIED_ONCE,
  MAILS_ONCE,
  READ_MODEL,
  OPEN_ORDERS,
  ENDED_WELL,
  ANSWERS,
  AUDIT,
  RECONCILED,
  TASKS,
  REPLAYED,
  PROCESSES,
];
