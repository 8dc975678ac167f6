import { applyActivities } from './apply';
import { assessActivities } from './assess';
import { beating } from './attempt';
import { bulkActivities } from './bulk';
import { compensateActivities } from './compensate';
import type { Activities } from './contract';
import type { Dependencies, Tools } from './dependencies';
import { toFailure } from './failures';
import { fulfilActivities } from './fulfil';
import { grantActivities } from './grants';
import { housekeepingActivities } from './housekeeping';
import { notifyActivities } from './notify';
import { paymentActivities } from './payment';
import { paymentDetailsActivities } from './payment-details';
import { paymentReviewActivities } from './payment-review';
import { projectActivities } from './project';
import { quoteActivities } from './quote';
import { releaseActivities } from './release';
import { reserveActivities } from './reserve';
import { seatActivities } from './seats';
import { supersedeActivities } from './supersede';
import { vatActivities } from './vat';
import { vatFollowUpActivities } from './vat-follow-up';

export type { Dependencies, Log } from './dependencies';

/**
 * Everything the workflows ask of the outside, ready for a worker. Each activity may be run again with the same input and
 * then changes nothing more; business answers are values, and what is thrown has a stable type.
 */
export function createActivities(dependencies: Dependencies): Activities {
  const tools: Tools = { pauseAt: async () => {}, ...dependencies };
  return guarded({
    ...assessActivities(tools),
    ...supersedeActivities(tools),
    ...quoteActivities(tools),
    ...paymentDetailsActivities(tools),
    ...vatActivities(tools),
    ...vatFollowUpActivities(tools),
    ...reserveActivities(tools),
    ...paymentActivities(tools),
    ...paymentReviewActivities(tools),
    ...applyActivities(tools),
    ...notifyActivities(tools),
    ...fulfilActivities(tools),
    ...seatActivities(tools),
    ...compensateActivities(tools),
    ...releaseActivities(tools),
    ...grantActivities(tools),
    ...projectActivities(tools),
    ...bulkActivities(tools),
    ...housekeepingActivities(tools),
  });
}

type Activity = (input: never) => Promise<unknown>;

/** Around every activity alike: it shows that it is alive, and its failures have a stable type. */
function guarded<Steps extends { [Name in keyof Steps]: Activity }>(steps: Steps): Steps {
  const entries = Object.entries<Activity>(steps).map(([name, run]) => [name, guard(run)]);
  return Object.fromEntries(entries) as Steps;
}

function guard<Input>(run: (input: Input) => Promise<unknown>): (input: Input) => Promise<unknown> {
  return (input) =>
    beating(() => run(input)).catch((error: unknown) => {
      throw toFailure(error);
    });
}
