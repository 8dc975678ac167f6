import { RECURLY } from '../../../billing/policies/presets';
import { quoteChanges } from '../../../billing/quotes/quote';
import { subscriptionAfter } from '../../../billing/quotes/subscription-after';
import { aChange, aPrice, aProduct, aQuoteInput, aSubscription } from '../samples';

describe('credits in many steps', () => {
  it('VAT given back seat by seat never exceeds the VAT that was billed on those seats', () => {
    const product = aProduct();
    for (const tier of product.tiers) tier.prices = [aPrice('0.13')];
    const [line] = aSubscription().billedLines;
    let subscription = aSubscription({ seats: 10, billedLines: line ? [{ ...line, amount: '1.30' }] : [] });
    const given: string[] = [];
    // In Paris the first of June has just begun, so that whole seats come back.
    const at = '2023-05-31T22:00:00Z';
    for (let seats = 9; seats > 0; seats -= 1) {
      const change = { subscriptionId: 'subscription', seats };
      const quote = quoteChanges(
        aQuoteInput({ at, policy: RECURLY, changes: [aChange({ subscription, product, change })] }),
      );
      expect(quote.net).toBe('-0.13');
      given.push(quote.vat);
      subscription = subscriptionAfter(subscription, quote);
    }
    // 0.26 were billed on ten seats and 0.03 stay on the last one; rounded by themselves nine credits would give back 0.27.
    expect(given).toEqual(['-0.03', '-0.02', '-0.03', '-0.02', '-0.03', '-0.03', '-0.02', '-0.03', '-0.02']);
  });
});
