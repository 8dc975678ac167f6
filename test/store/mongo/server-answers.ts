import type { ServerAnswers } from '../../../store/mongo/judgement';

/** Answers of servers, less what nobody looks at. */

const OURS = {
  w: 'majority',
  readPreference: 'primary',
  verifiesCertificate: true,
  isDirect: false,
  speaksTls: true,
} as const;

/** Recorded of the embedded engine 0.1.1, and of our driver. */
export const EMBEDDED: ServerAnswers = {
  hello: { isWritablePrimary: true },
  buildInfo: { version: '9.0.0-alpha0' },
  parameters: { featureCompatibilityVersion: { version: '9.0' } },
  driver: OURS,
  indexes: [],
};

/** After the manual of MongoDB 8.0 (`hello`, `buildInfo`, `getParameter`); there is none here to be recorded. */
export const REPLICA_SET: ServerAnswers = {
  hello: {
    isWritablePrimary: true,
    setName: 'rs0',
    hosts: ['mongo-0:27017', 'mongo-1:27017', 'mongo-2:27017'],
  },
  buildInfo: { version: '8.0.16' },
  parameters: { featureCompatibilityVersion: { version: '8.0' } },
  driver: OURS,
  indexes: [],
};

/** After the manual: a router says what it is in `msg`, and the level of its cluster not at all. */
export const ROUTER: ServerAnswers = {
  ...REPLICA_SET,
  hello: { isWritablePrimary: true, msg: 'isdbgrid' },
  parameters: null,
};
