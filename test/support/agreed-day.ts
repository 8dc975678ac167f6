import { takesEffectLater } from '../../billing/quotes/quote';
import type { OrderSteps } from '../../machines/subscription-change/steps';

/**
 * A shop has its own clock, and timers have ours: the day of a change that takes effect later is made to come so many milliseconds
 * from now. Everything else of its quote is as it was made.
 */
export const dayComesIn =
  (milliseconds: () => number) =>
  (real: Pick<OrderSteps, 'quote'>): Pick<OrderSteps, 'quote'> => ({
    async quote(input) {
      const output = await real.quote(input);
      if ('refusal' in output || !takesEffectLater(output.quote)) return output;
      const effectiveAt = new Date(Date.now() + milliseconds()).toISOString();
      return { ...output, quote: { ...output.quote, effectiveAt } };
    },
  });
