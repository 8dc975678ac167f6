import { type Connection, collectionOf } from '../mongo/collection';
import { listPlain, UPSERT } from '../mongo/documents';

/** What is looked over as a whole, as a rule every night. */
const INSPECTIONS = ['reconcile', 'audit'] as const;
type InspectionName = (typeof INSPECTIONS)[number];

/** The last time that everything was looked over. */
export interface Inspection {
  name: InspectionName;
  at: Date;
  /** How many differences were found. */
  findings: number;
}

/** When the whole installation was last looked over, and what was found. Of all tenants. */
export interface Inspections {
  note(inspection: Inspection): Promise<void>;
  list(): Promise<Inspection[]>;
}

export function inspectionsIn(connection: Connection): Inspections {
  const model = collectionOf<Inspection>(
    connection,
    'inspections',
    { requiredText: ['name'], requiredNumber: ['findings'], requiredInstant: ['at'] },
    [[{ name: 1 }, { unique: true }]],
  );
  return {
    async note({ name, ...found }) {
      await model.updateOne({ name }, { $set: found }, UPSERT);
    },
    list: () => listPlain(model, {}, { hint: { name: 1 }, sort: { name: 1 }, limit: INSPECTIONS.length }),
  };
}
