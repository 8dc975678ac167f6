import { decisiveIn, NEW_DRAFT, payloadOf, triedOf } from '../../web/desk/order/acts/act-fields';
import { freshWish, rebased } from '../../web/desk/order/acts/typed-wish';
import { untilOf } from '../../web/desk/order/acts/until';

type Order = Parameters<typeof payloadOf>[2]['order'];

const NOW = Date.parse('2026-03-12T10:00:00Z');
const asked = { subscriptionId: 'sub_1', seats: 6 };
const order: Order = { quote: null, effective: 'period_end', changes: [asked] };
const moment = { order, now: NOW };

describe('what is typed for an act', () => {
  it('words that go on record are sent, and are not tried out at each letter', () => {
    const written = { ...NEW_DRAFT, evidence: 'Note 118', message: 'Hello', reason: 'Seen in the log' };
    expect(payloadOf('OVERRIDE', written, moment)).toEqual({ type: 'OVERRIDE', evidence: 'Note 118' });
    expect(decisiveIn(written)).toEqual(NEW_DRAFT);
    expect(triedOf('OVERRIDE', decisiveIn(written), moment)).toEqual({ type: 'OVERRIDE' });
  });

  it('a VAT number is tried out once there is one', () => {
    expect(triedOf('PROVIDE_VAT', { ...NEW_DRAFT, vatNumber: ' ' }, moment)).toBeNull();
    expect(triedOf('PROVIDE_VAT', { ...NEW_DRAFT, vatNumber: 'FR123' }, moment)).toMatchObject({ vatNumber: 'FR123' });
  });

  it('a deadline is counted from the minute that its choice was told at', () => {
    const extended = payloadOf('EXTEND_QUOTE', { ...NEW_DRAFT, until: 'day' }, moment);
    expect(extended).toEqual({ type: 'EXTEND_QUOTE', until: '2026-03-13T10:00:00.000Z' });
    expect(extended.until).toBe(untilOf('day', NOW));
  });

  it('what nobody has chosen is as the order has it', () => {
    expect(payloadOf('EDIT', NEW_DRAFT, moment)).toEqual({ type: 'EDIT', changes: [asked], effective: 'period_end' });
  });
});

describe('a wish that is typed', () => {
  const typed = { wished: [{ ...asked, seats: 9 }], over: [asked] };

  it('it is kept while the order has the wish that it was written over', () => {
    expect(freshWish(typed, [{ ...asked }])).toBe(typed);
    expect(freshWish(typed, [{ ...asked, seats: 7 }])).toBeNull();
  });

  it('put on a newer wish it changes what was typed and nothing else', () => {
    const newer = [
      { ...asked, tierId: 'tier_2', seats: 7 },
      { subscriptionId: 'sub_2', seats: 3 },
    ];
    const over = rebased(typed, newer);
    expect(over).toEqual({ wished: [{ ...newer[0], seats: 9 }, newer[1]], over: newer });
    expect(rebased({ wished: [asked], over: [asked] }, newer).wished).toEqual(newer);
  });
});
