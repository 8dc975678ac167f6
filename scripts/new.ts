import { join } from 'node:path';
import { activitySkeleton } from './new/activity';
import { eventSkeleton } from './new/event';
import { routeSkeleton } from './new/route';
import { type Skeleton, write } from './new/skeleton';
import { stateSkeleton } from './new/state';

/**
 * `npm run new -- KIND ...` writes the skeleton of a recipe in CONTRIBUTING: it compiles as it is, and what is left to say is
 * listed.
 */

const USAGE = `npm run new -- route ROOM OPERATION "METHOD /v1/PATH"     e.g. route support countParcels "GET /v1/parcels"
npm run new -- activity STEP ROOM                        e.g. activity weighParcel order
npm run new -- event NAME customer|support|lead|system   e.g. event WEIGH_PARCEL support
npm run new -- state CHAPTER NAME COLUMN ROW             e.g. state waiting weighing 0 8`;

const KINDS: Record<string, (names: readonly string[]) => Skeleton> = {
  activity: activitySkeleton,
  event: eventSkeleton,
  route: routeSkeleton,
  state: stateSkeleton,
};

try {
  const [kind = '', ...names] = process.argv.slice(2);
  const recipe = KINDS[kind];
  if (!recipe) throw new Error(USAGE);
  const skeleton = recipe(names);
  const written = write(join(import.meta.dirname, '..'), skeleton);
  console.log(['Written:', ...written.map((file) => `  ${file}`)].join('\n'));
  console.log(['Left to do:', ...skeleton.next.map((line) => `  ${line}`)].join('\n'));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
