import type { Locale } from '../../../billing/facts/types';
import type { OrderView } from '../../../workflows/contract';
import { textOfFailure } from '../../api/stuck';
import { innermostText, text } from '../../http/texts';

type VatWait = NonNullable<OrderView['details']['vatWait']>;

/** One sentence for people: why the order waits and who acts next. */
export function headlineOf(view: OrderView, locale: Locale): string {
  const { stuck, payment, refusal } = view.details;
  if (stuck !== null) {
    const { step, code, attempts, since } = stuck;
    const what = textOfFailure(code, locale);
    return text(locale, 'state.stuck', { step: stepName(locale, step), what, attempts, since }) ?? code;
  }
  if (view.state === 'refused' && refusal !== null) {
    return text(locale, `refusal.${refusal.code}`, refusal.facts) ?? refusal.code;
  }
  if (view.state.startsWith('settlingPayment') && payment?.status === 'requires_action') {
    return text(locale, 'state.settlingPayment.requires_action') ?? view.state;
  }
  if (view.state.startsWith('handedOver')) {
    return text(locale, `state.handedOver.${view.details.route}`) ?? view.state;
  }
  const { vatWait } = view.details;
  if (view.state.startsWith('vatPending') && vatWait !== undefined) return vatHeadline(vatWait, locale) ?? view.state;
  const what = textOfState(view.state, locale);
  if (view.state.startsWith('settlingPayment') && view.details.ending !== null) {
    return text(locale, 'state.settlingPayment.ending', { what }) ?? what;
  }
  const isGivenBack = view.done && payment?.code === 'given_back_by_hand';
  return (isGivenBack ? text(locale, 'state.given_back_by_hand', { ended: what }) : undefined) ?? what;
}

function vatHeadline({ prefix = '', code, attempts, retry }: VatWait, locale: Locale): string | undefined {
  const doubt = text(locale, `state.vatPending.${code}`, { prefix });
  return doubt ?? text(locale, `state.vatPending.${retry ? 'again' : 'withSupport'}`, { prefix, code, attempts });
}

/** The text of the innermost state that has one: "finishing.fulfilling.waiting", then "finishing.fulfilling", … */
export const textOfState = (state: string, locale: Locale): string => innermostText(locale, `state.${state}`) ?? state;

const stepName = (locale: Locale, step: string): string => text(locale, `step.${step}`) ?? step;
