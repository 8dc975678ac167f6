import { quoteToken, readQuoteToken } from '../../../store/access/quote-tokens';
import { readStopToken, stopToken } from '../../../store/access/stop-links';
import { newKey, ringOf } from '../../support/key-rings';

const ORDER = { tenantId: 'acme', changeId: 'chg_1' };

describe('the token of a link to a quote', () => {
  it('a token names its order to nobody without the ring, and is another one each time', () => {
    const ring = ringOf(`one:${newKey()}`);
    const [token, next] = [quoteToken(ring, ORDER), quoteToken(ring, ORDER)];
    expect([readQuoteToken(ring, token), readQuoteToken(ring, next)]).toEqual([ORDER, ORDER]);
    expect(next).not.toBe(token);
    expect(`${token}${Buffer.from(token.slice(4), 'base64url').toString('latin1')}`).not.toMatch(/acme|chg_1/);
    expect(readQuoteToken(ringOf(`one:${newKey()}`), token)).toBeNull();
  });

  it('a token of one purpose opens nothing of another one', () => {
    const ring = ringOf(`one:${newKey()}`);
    const stops = stopToken(ring, { tenantId: 'acme', personId: 'claire', kind: 'reminder' });
    expect([readQuoteToken(ring, stops), readStopToken(ring, quoteToken(ring, ORDER))]).toEqual([null, null]);
  });
});
