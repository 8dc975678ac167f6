import type { Locale } from '../../../billing/facts/types';
import { isZero } from '../../../billing/money/zero';
import type { OrderDocument } from '../../../schemas/orders/order';
import type { OrderView } from '../../../workflows/contract';
import { text } from '../../http/texts';

type Shown = OrderDocument['steps'][number];
type Name = Shown['step'];
type Standing = Shown['standing'];
type Details = Pick<OrderView['details'], 'quote' | 'payment' | 'situation'>;

/** The step that an order is at in each state it works in, and the one that is over once it rests or is completed. */
const STEP_OF: Readonly<Record<string, Name>> = {
  assessing: 'assess',
  superseding: 'assess',
  quoting: 'quote',
  presenting: 'quote',
  agreeing: 'agree',
  scheduled: 'agree',
  reserving: 'reserve',
  settlingPayment: 'pay',
  applying: 'apply',
  finishing: 'confirm',
  completed: 'confirm',
  compensating: 'give_back',
  releasing: 'release',
};

const PREPARING: readonly Name[] = ['assess', 'quote'];
const PLACING: readonly Name[] = ['reserve', 'pay', 'apply', 'confirm'];
const AGREEING: readonly Name[] = ['agree', ...PLACING];
const UNDOING: readonly Name[] = ['give_back', 'release'];
const WAYS = [PREPARING, PLACING, AGREEING, UNDOING];

/**
 * The steps of what an order is about now, in their order, and where each stands: of preparing it, of making it, or of undoing it.
 * None where it waits for its customer or somebody of ours, and none once it has ended without effect.
 */
export function progressOf(
  { state, details }: Pick<OrderView, 'state'> & { details: Details },
  locale: Locale,
): Shown[] {
  const [place = ''] = state.split('.');
  const here = STEP_OF[place];
  if (here === undefined) return [];
  const way = (WAYS.find((steps) => steps.includes(here)) ?? []).filter((step) => isTaken(step, here, details));
  const at = way.indexOf(here);
  return way.map((step, index) => ({
    step,
    standing: standingOf(step, index - at, state, details),
    text: text(locale, `orderStep.${step}`) ?? step,
  }));
}

/** An order whose balance pays for everything has no payment, and one of which nothing was taken has nothing to give back. */
function isTaken(step: Name, here: Name, { quote, payment }: Details): boolean {
  if (step === 'pay') return here === 'pay' || payment !== null || (quote !== null && !isZero(quote.dueToday));
  if (step === 'give_back') return here === 'give_back' || payment?.status === 'refunded';
  return true;
}

/** @param offset how many steps it comes after the one that the order is at */
function standingOf(step: Name, offset: number, state: string, { payment, situation }: Details): Standing {
  if (offset > 0) return 'not_yet';
  // Money that is trusted to come is not there before it has.
  if (offset < 0) return step === 'pay' && payment?.status === 'pending' ? 'now' : 'done';
  if (state === 'completed' || state === 'scheduled' || state === 'compensating.telling') return 'done';
  if (step === 'pay' && payment?.status === 'unknown') return 'unknown';
  if (situation === 'stuck' || state.endsWith('.held')) return 'stopped';
  if (step === 'pay' && payment?.status === 'requires_action') return 'yours';
  return 'now';
}
