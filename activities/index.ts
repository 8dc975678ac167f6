import { bulkActivities } from './bulk/work';
import type { Activities } from './contract';
import { notifyActivities } from './mail/notify';
import { applyActivities } from './order/apply';
import { assessActivities } from './order/assess';
import { compensateActivities } from './order/compensate';
import { fulfilActivities } from './order/fulfil';
import { grantActivities } from './order/grants';
import { housekeepingActivities } from './order/housekeeping';
import { projectActivities } from './order/project';
import { quoteActivities } from './order/quote';
import { releaseActivities } from './order/release';
import { reserveActivities } from './order/reserve';
import { supersedeActivities } from './order/supersede';
import { paymentDetailsActivities } from './payment/details';
import { paymentReviewActivities } from './payment/review';
import { paymentActivities } from './payment/settle';
import { seatActivities } from './seats/follow-up';
import { beating } from './shared/attempt';
import type { Dependencies, Tools } from './shared/dependencies';
import { toFailure } from './shared/failures';
import { vatActivities } from './vat/check-number';
import { vatFollowUpActivities } from './vat/follow-up';

export type { Dependencies } from './shared/dependencies';

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
