import { applying } from './apply';
import { assessing } from './assess';
import { beating } from './attempt';
import { workingOnBulks } from './bulk';
import { compensating } from './compensate';
import type { Activities } from './contract';
import type { Dependencies, Tools } from './dependencies';
import { toFailure } from './failures';
import { fulfilling } from './fulfil';
import { checkingGrant } from './grants';
import { housekeeping } from './housekeeping';
import { notifying } from './notify';
import { settlingPayment } from './payment';
import { capturingPayment } from './payment-details';
import { reviewingPayments } from './payment-review';
import { projecting } from './project';
import { quoting } from './quote';
import { releasing } from './release';
import { reserving } from './reserve';
import { followingSeats } from './seats';
import { superseding } from './supersede';
import { checkingVat } from './vat';
import { followingVat } from './vat-follow-up';

export type { Dependencies, Log } from './dependencies';

/**
 * Everything the workflows ask of the outside, ready for a worker. Each activity may be run again with the same input and
 * then changes nothing more; business answers are values, and what is thrown has a stable type.
 */
export function createActivities(dependencies: Dependencies): Activities {
  const tools: Tools = { pauseAt: async () => {}, ...dependencies };
  return guarded({
    ...assessing(tools),
    ...superseding(tools),
    ...quoting(tools),
    ...capturingPayment(tools),
    ...checkingVat(tools),
    ...followingVat(tools),
    ...reserving(tools),
    ...settlingPayment(tools),
    ...reviewingPayments(tools),
    ...applying(tools),
    ...notifying(tools),
    ...fulfilling(tools),
    ...followingSeats(tools),
    ...compensating(tools),
    ...releasing(tools),
    ...checkingGrant(tools),
    ...projecting(tools),
    ...workingOnBulks(tools),
    ...housekeeping(tools),
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
