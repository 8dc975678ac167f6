import { message, readableAmount, readableDate } from '../../../billing/explanation/messages';
import type { Cart, Change, Refusal, Route } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import type { Limits } from '../../../billing/quotes/limits';
import { askedBecause, type Missing } from '../../../billing/quotes/missing';
import { dueOn, takesEffectLater } from '../../../billing/quotes/quote';
import { refusedField, valueThatWouldDo } from '../../../billing/quotes/refused-field';
import type { Quote } from '../../../billing/quotes/types';
import type { LimitsView, MissingView, PreviewView } from '../../../schemas/orders/quote-preview';
import { type Problem, refusalProblem } from '../../http/problem';
import { textsOf } from '../../http/texts';
import { jsonPointerTo } from '../../http/validation';
import type { Preview } from './preview';
import { type QuoteReader, quoteToApi } from './to-api';

/** Items of a cart that are named; of the others it is told how many there are. */
const MOST_NAMED = 3;

/** A preview as its page shows it: the quote, and how to go on from it. */
export function previewToApi(result: Extract<Preview, { kind: 'quoted' }>, reader: QuoteReader): PreviewView {
  const { route, quote, cart, missing, limits } = result;
  return {
    route,
    quote: quoteToApi(quote, reader),
    cart: {
      holdsItems: cart !== null,
      items: cart?.items.length ?? 0,
      text: cart && cartText(cart, reader),
    },
    missing: missing.map((what) => missingToApi(what, quote, reader)),
    nextStep: nextStepOf(route, cart, reader),
    limits: limits.map((one) => limitsToApi(one, reader)),
  };
}

/** Details that are asked for, with the reason: the rate rises, money is due, or both. */
export function missingToApi(what: Missing, quote: Quote, reader: QuoteReader): MissingView {
  const because = askedBecause(what, quote);
  const text = say(reader, `missing.${because.length > 1 ? 'both' : because[0]}`, {
    amount: readableAmount(quote.dueToday, quote.currency, readership(reader)),
    when: takesEffectLater(quote) ? 'later' : 'today',
    date: readableDate(dueOn(quote, reader.timeZone), reader),
  });
  return { what, because, text };
}

/** A refused preview: the field that it is about, the value that would do, and what may be asked for instead. */
export function refusedPreview(
  { refusal, index, limits }: Extract<Preview, { kind: 'refused' }>,
  { changes, isList, reader }: { changes: readonly Change[]; isList: boolean; reader: QuoteReader },
): Problem {
  const { code } = refusal;
  const field = fieldOf(refusal, index === undefined ? undefined : changes[index]);
  const path = isList && field !== 'effective' ? ['changes', ...(index === undefined ? [] : [index, field])] : [field];
  const pointer = jsonPointerTo(path);
  const error = present({ pointer, code, detail: `refusal.${code}`, wouldDo: valueThatWouldDo(refusal) });
  return refusalProblem(refusal, present({ limits: limits && limitsToApi(limits, reader) }), [error]);
}

/** The field of a request that a refusal is about. */
function fieldOf(refusal: Refusal, change: Change | undefined): string {
  if (refusal.code.startsWith('deferral_')) return 'effective';
  return (change && refusedField(refusal, change)) ?? 'subscriptionId';
}

function limitsToApi({ seats, tiers, ...limits }: Limits, reader: QuoteReader): LimitsView {
  const { min, max, assigned } = seats;
  return {
    ...limits,
    seats: { ...seats, text: say(reader, 'limits.seats', { min, max, assigned }) },
    tiers: {
      ...tiers,
      offered: tiers.offered.map((tier) => ({
        ...tier,
        text: tier.servedBy === 'self_serve' ? null : say(reader, `limits.servedBy.${tier.servedBy}`),
      })),
    },
  };
}

function nextStepOf(route: Route, cart: Cart | null, reader: QuoteReader): PreviewView['nextStep'] {
  if (route !== 'self_serve') return nextStep('hand_over', `hand_over.${route}`, reader);
  const step = cart === null ? 'checkout' : 'add_to_cart';
  return nextStep(step, step, reader);
}

const nextStep = (
  step: PreviewView['nextStep']['step'],
  key: string,
  reader: QuoteReader,
): PreviewView['nextStep'] => ({
  step,
  label: say(reader, `nextStep.${key}`),
  text: say(reader, `nextStep.${key}.then`),
});

function cartText({ items }: Cart, reader: QuoteReader): string {
  const named = items.slice(0, MOST_NAMED).map(({ description }) => description);
  const more = items.length - named.length;
  const others = more > 0 ? [say(reader, 'cart.others', { more })] : [];
  const list = new Intl.ListFormat(reader.locale, { type: 'conjunction' }).format([...named, ...others]);
  return say(reader, 'cart.holds', { count: items.length, list });
}

const readership = (reader: QuoteReader) => ({ ...reader, texts: textsOf(reader.locale) });

const say = (reader: QuoteReader, key: string, facts: Record<string, string | number> = {}): string =>
  message(readership(reader), key, facts);
