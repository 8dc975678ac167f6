import { takesEffectLater } from '../../billing/quotes/quote';
import type { Quote } from '../../billing/quotes/types';
import type { OrderSteps } from '../../machines/subscription-change/steps';

type Pricing = Pick<OrderSteps, 'assess' | 'quote'>;

/**
 * A shop has its own clock, and timers have ours: the day of a change that takes effect later is made to come so many milliseconds
 * from now. Everything else of its quote is as it was made.
 */
export const dayComesIn =
  (milliseconds: () => number) =>
  (real: Pricing): Pricing => {
    const soon = <Priced extends { quote: Quote }>(priced: Priced): Priced => {
      if (!takesEffectLater(priced.quote)) return priced;
      const effectiveAt = new Date(Date.now() + milliseconds()).toISOString();
      return { ...priced, quote: { ...priced.quote, effectiveAt } };
    };
    return {
      async quote(input) {
        const answer = await real.quote(input);
        return 'refusal' in answer ? answer : soon(answer);
      },
      async assess(input) {
        const answer = await real.assess(input);
        if (!answer.accepted || answer.priced === undefined) return answer;
        return { ...answer, priced: soon(answer.priced) };
      },
    };
  };
