import type { Locale } from '../../../billing/facts/types';
import type { OrderView } from '../../../workflows/contract';
import { textOfFailure } from '../../api/stuck';
import { text } from '../../http/texts';

type VatWait = NonNullable<OrderView['details']['vatWait']>;
type Stuck = NonNullable<OrderView['details']['stuck']>;
type Facts = Record<string, string | number>;

/** Who reads where an order is. */
export interface ListReader {
  locale: Locale;
  /** It is they who buy: then the words speak to them, and not of the customer. */
  isBuyer: boolean;
}

/** One sentence for people: why the order waits and who acts next. */
export function headlineOf(view: OrderView, reader: ListReader): string {
  const { state, details } = view;
  const { situation, stuck, refusal, route, vatWait, payment, ending, missing } = details;
  const what = placeFor(state, reader);
  switch (situation) {
    case 'stuck':
      return stuckHeadline(stuck, reader) ?? what;
    case 'refused':
      return (refusal && text(reader.locale, `refusal.${refusal.code}`, refusal.facts)) ?? what;
    case 'handed_over':
      return say(reader, `handedOver.${route}`) ?? what;
    case 'vat_pending':
      return (vatWait && vatHeadline(vatWait, reader)) ?? what;
    case 'paying':
      return payingHeadline(view, reader) ?? what;
    case 'over':
      if (ending === 'declined') return say(reader, 'declined') ?? what;
      if (payment?.code !== 'given_back_by_hand') return what;
      return say(reader, 'given_back_by_hand', { ended: what }) ?? what;
    case 'at_checkout':
      return (missing[0] && say(reader, `${state}.${missing[0]}`)) ?? what;
    case 'as_named':
      return what;
    default:
      return situation satisfies never;
  }
}

/** Who buys is told in their own words where there are some: what is said of them to everybody else is no way to speak to them. */
const say = ({ locale, isBuyer }: ListReader, key: string, facts: Facts = {}): string | undefined =>
  (isBuyer ? text(locale, `headline.${key}`, facts) : undefined) ?? text(locale, `state.${key}`, facts);

function payingHeadline({ state, details: { payment, ending } }: OrderView, reader: ListReader): string | undefined {
  if (payment?.status === 'requires_action') return say(reader, 'settlingPayment.requires_action');
  // That nobody knows is said also while somebody is just being asked.
  const asked = payment?.status === 'unknown' ? say(reader, 'settlingPayment.lookingUpSoon') : undefined;
  const what = (IS_HELD.test(state) ? undefined : asked) ?? placeFor(state, reader);
  return (ending && say(reader, 'settlingPayment.ending', { what })) ?? what;
}

function stuckHeadline(stuck: Stuck | null, reader: ListReader): string | undefined {
  if (reader.isBuyer) return text(reader.locale, 'headline.stuck');
  if (stuck === null) return undefined;
  const { step, code, attempts } = stuck;
  const what = textOfFailure(code, reader.locale);
  return text(reader.locale, 'state.stuck', { step: stepName(reader.locale, step), what, attempts });
}

function vatHeadline({ prefix = '', code, attempts, retry }: VatWait, reader: ListReader): string | undefined {
  const doubt = say(reader, `vatPending.${code}`, { prefix });
  return doubt ?? say(reader, `vatPending.${retry ? 'again' : 'withSupport'}`, { prefix, code, attempts });
}

/** The names of the states in which an order is stuck: "applying.stuck.waiting", "settlingPayment.unknown.waiting". */
const IS_STUCK = /\.(?:stuck\w*|unknown)(?:\.|$)/;

const IS_HELD = /\.held$/;

/**
 * What an order does in a state, as everybody but who buys is told: that it is stuck, whatever it was about, or else the text of
 * the innermost state that has one, "finishing.fulfilling.waiting", then "finishing.fulfilling", …
 */
export const textOfState = (state: string, locale: Locale): string => placeFor(state, { locale, isBuyer: false });

function placeFor(state: string, reader: ListReader): string {
  if (!IS_STUCK.test(state)) return innermost(state, reader) ?? state;
  if (state.endsWith('.held')) return say(reader, 'onHold') ?? state;
  return (reader.isBuyer ? text(reader.locale, 'headline.stuck') : text(reader.locale, 'state.isStuck')) ?? state;
}

function innermost(state: string, reader: ListReader): string | undefined {
  const parts = state.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const found = say(reader, parts.slice(0, length).join('.'));
    if (found !== undefined) return found;
  }
  return undefined;
}

const stepName = (locale: Locale, step: string): string => text(locale, `step.${step}`) ?? step;
