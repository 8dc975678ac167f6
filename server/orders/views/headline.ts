import type { Locale } from '../../../billing/facts/types';
import type { OrderView } from '../../../workflows/contract';
import { textOfFailure } from '../../api/stuck';
import { innermostText, text } from '../../http/texts';

type VatWait = NonNullable<OrderView['details']['vatWait']>;
type Stuck = NonNullable<OrderView['details']['stuck']>;

/** One sentence for people: why the order waits and who acts next. */
export function headlineOf({ state, details }: OrderView, locale: Locale): string {
  const { situation, stuck, refusal, route, vatWait, payment, ending } = details;
  const what = textOfState(state, locale);
  switch (situation) {
    case 'stuck':
      return (stuck && stuckHeadline(stuck, locale)) ?? what;
    case 'refused':
      return (refusal && text(locale, `refusal.${refusal.code}`, refusal.facts)) ?? what;
    case 'handed_over':
      return text(locale, `state.handedOver.${route}`) ?? what;
    case 'vat_pending':
      return (vatWait && vatHeadline(vatWait, locale)) ?? what;
    case 'paying':
      if (payment?.status === 'requires_action') return text(locale, 'state.settlingPayment.requires_action') ?? what;
      return (ending && text(locale, 'state.settlingPayment.ending', { what })) ?? what;
    case 'over':
      if (payment?.code !== 'given_back_by_hand') return what;
      return text(locale, 'state.given_back_by_hand', { ended: what }) ?? what;
    case 'at_checkout':
    case 'as_named':
      return what;
    default:
      return situation satisfies never;
  }
}

function stuckHeadline({ step, code, attempts, since }: Stuck, locale: Locale): string | undefined {
  const what = textOfFailure(code, locale);
  return text(locale, 'state.stuck', { step: stepName(locale, step), what, attempts, since });
}

function vatHeadline({ prefix = '', code, attempts, retry }: VatWait, locale: Locale): string | undefined {
  const doubt = text(locale, `state.vatPending.${code}`, { prefix });
  return doubt ?? text(locale, `state.vatPending.${retry ? 'again' : 'withSupport'}`, { prefix, code, attempts });
}

/** The names of the states in which an order is stuck: "applying.stuck.waiting", "settlingPayment.unknown.waiting". */
const IS_STUCK = /\.(?:stuck\w*|unknown)(?:\.|$)/;

/**
 * What an order does in a state: that it is stuck, whatever it was about, or else the text of the innermost state that has one,
 * "finishing.fulfilling.waiting", then "finishing.fulfilling", …
 */
export function textOfState(state: string, locale: Locale): string {
  if (!IS_STUCK.test(state)) return innermostText(locale, `state.${state}`) ?? state;
  return text(locale, state.endsWith('.held') ? 'state.onHold' : 'state.isStuck') ?? state;
}

const stepName = (locale: Locale, step: string): string => text(locale, `step.${step}`) ?? step;
