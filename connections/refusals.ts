import { MongoUnusable } from './mongo/words';
import { TemporalUnusable } from './temporal/words';

/** What those say who were reached, and do not take who we are or do not let us. */
const REFUSALS: ReadonlySet<string> = new Set<TemporalUnusable['code'] | MongoUnusable['code']>([
  'key_demanded',
  'key_refused',
  'not_permitted',
  'credentials_refused',
  'certificate_demanded',
  'certificate_refused',
]);
/** Of gRPC: PERMISSION_DENIED and UNAUTHENTICATED. */
const REFUSED_CALLS: ReadonlySet<unknown> = new Set([7, 16]);
/** As `avenant --help` tells them. */
const [COULD_NOT, NOT_ALLOWED] = [2, 3];

/** What a process or a command exits with that could not do its work. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof TemporalUnusable || error instanceof MongoUnusable) {
    return REFUSALS.has(error.code) ? NOT_ALLOWED : COULD_NOT;
  }
  return error instanceof Error && 'code' in error && REFUSED_CALLS.has(error.code) ? NOT_ALLOWED : COULD_NOT;
}
