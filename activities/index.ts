import { maskedIn } from '../machines/card-number';
import { workOnBulk } from './bulk/work';
import type { Activities } from './contract';
import { confirm, remind, remindCustomer, tellCustomer } from './mail/notify';
import { agree } from './order/agree';
import { apply } from './order/apply';
import { assess } from './order/assess';
import { bookGivenBack, compensate } from './order/compensate';
import { endLostOrder } from './order/end-lost';
import { checkFact } from './order/facts';
import { fulfil } from './order/fulfil';
import { checkGrant } from './order/grants';
import { sweep } from './order/housekeeping';
import { lookForLost } from './order/lost';
import { project } from './order/project';
import { quote } from './order/quote';
import { release } from './order/release';
import { replaceAgreed } from './order/replace-agreed';
import { reserve } from './order/reserve';
import { checkStartAgain } from './order/start-again';
import { supersede } from './order/supersede';
import { capturePayment } from './payment/details';
import { giveUpReview, reviewPayment } from './payment/review';
import { charge, lookUpPayment, voidPayment } from './payment/settle';
import { countSeats, followUpSeats, openSupportItem } from './seats/follow-up';
import { beating } from './shared/attempt';
import type { Dependencies, Tools } from './shared/dependencies';
import { toFailure, withoutCardNumbers } from './shared/failures';
import { checkVat, escalateVat } from './vat/check-number';
import { checkVatAgain, creditVat, creditVatByHand, escalateVatFollowUp, followUpVat, keepVat } from './vat/follow-up';

export type { Dependencies } from './shared/dependencies';

type Implementations = {
  [Name in keyof Activities]: (tools: Tools, ...input: Parameters<Activities[Name]>) => ReturnType<Activities[Name]>;
};

/** Every activity, as a function of what it works with and what it is asked. */
const ACTIVITIES: Implementations = {
  assess,
  supersede,
  quote,
  capturePayment,
  checkVat,
  escalateVat,
  agree,
  replaceAgreed,
  reserve,
  charge,
  lookUpPayment,
  voidPayment,
  apply,
  confirm,
  fulfil,
  followUpVat,
  followUpSeats,
  compensate,
  bookGivenBack,
  release,
  tellCustomer,
  remindCustomer,
  checkGrant,
  checkStartAgain,
  checkFact,
  countSeats,
  remind,
  openSupportItem,
  checkVatAgain,
  creditVat,
  keepVat,
  creditVatByHand,
  escalateVatFollowUp,
  project,
  reviewPayment,
  giveUpReview,
  workOnBulk,
  sweep,
  lookForLost,
  endLostOrder,
};

/**
 * Everything the workflows ask of the outside, ready for a worker. Each activity may be run again with the same input and
 * then changes nothing more; business answers are values, and what is thrown has a stable type.
 */
export function createActivities(dependencies: Dependencies): Activities {
  const tools: Tools = { pauseAt: async () => {}, ...dependencies };
  const ready = Object.entries(ACTIVITIES).map(([name, run]) => [
    name,
    guarded((input: never) => run(tools, input) as Promise<unknown>),
  ]);
  return Object.fromEntries(ready) as Activities;
}

/**
 * Around every activity alike: it shows that it is alive, its failures have a stable type, and what others wrote goes
 * into a history without card numbers.
 */
const guarded =
  <Input>(run: (input: Input) => Promise<unknown>) =>
  (input: Input): Promise<unknown> =>
    beating(() => run(input)).then(maskedIn, (error: unknown) => {
      throw withoutCardNumbers(toFailure(error));
    });
