import type { Reading } from './environment';
import { MONGO_SHAPE, type MongoTarget, readMongo } from './mongo/settings';
import { PAYLOAD_VARIABLES } from './temporal/payloads/settings';
import { readTemporal, TEMPORAL_SHAPE, type TemporalTarget } from './temporal/settings';

/** Where the facts and the engine are, and how they are reached; the same for API and workers. */
export interface ConnectionSettings {
  mongo: MongoTarget;
  temporal: TemporalTarget;
}

/** The variables of both, which every process and command has. */
export const CONNECTION_VARIABLES = { ...TEMPORAL_SHAPE, ...PAYLOAD_VARIABLES, ...MONGO_SHAPE };

/** Reads the variables of both connections, and names all that are missing or wrong at once. */
export function readConnections(environment: NodeJS.ProcessEnv): Reading<ConnectionSettings> {
  const [mongo, temporal] = [readMongo(environment), readTemporal(environment)];
  if ('settings' in mongo && 'settings' in temporal) {
    return { settings: { mongo: mongo.settings, temporal: temporal.settings } };
  }
  return { unfit: [mongo, temporal].flatMap((read) => ('unfit' in read ? read.unfit : [])) };
}
