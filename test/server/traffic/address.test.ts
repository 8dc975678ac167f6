import type { IncomingMessage } from 'node:http';
import { addressReader, type ProxyTrust } from '../../../server/traffic/address';

/** What is taken for the address of a request that came from an address with a header. */
function addressFrom(remoteAddress: string, headers: Record<string, string>, trust: Partial<ProxyTrust> = {}): string {
  const reader = addressReader({ proxies: [], header: 'x-forwarded-for', ...trust });
  return reader({ socket: { remoteAddress }, headers } as unknown as IncomingMessage);
}

const PROXIES = ['192.0.2.10', '10.0.0.0/8', '2001:db8:ffff::/48'];
const throughForwarded = (forwarded: string): string =>
  addressFrom('10.0.0.1', { forwarded }, { proxies: PROXIES, header: 'forwarded' });
const throughList = (list: string): string =>
  addressFrom('10.0.0.1', { 'x-forwarded-for': list }, { proxies: PROXIES });

describe('the address of a request', () => {
  it('an address is that of the connection, whatever a header says, where no proxy is named', () => {
    for (const header of ['x-forwarded-for', 'forwarded'] as const) {
      const forged = { 'x-forwarded-for': '198.51.100.7', forwarded: 'for=198.51.100.7' };
      expect(addressFrom('203.0.113.5', forged, { header })).toBe('203.0.113.5');
    }
  });

  it('a header counts only from a proxy that is named, and only the header that proxies write', () => {
    const forged = { 'x-forwarded-for': '198.51.100.7', forwarded: 'for=198.51.100.8' };
    expect(addressFrom('203.0.113.5', forged, { proxies: PROXIES })).toBe('203.0.113.5');
    expect(addressFrom('192.0.2.10', forged, { proxies: PROXIES })).toBe('198.51.100.7');
    expect(addressFrom('192.0.2.10', forged, { proxies: PROXIES, header: 'forwarded' })).toBe('198.51.100.8');
  });

  it('what a caller has forged stands in front of what the proxies added, and is not reached', () => {
    expect(throughList('198.51.100.7')).toBe('198.51.100.7');
    expect(throughList('10.9.9.9, 8.8.8.8, 198.51.100.7')).toBe('198.51.100.7');
    expect(throughForwarded('for=10.9.9.9, for=8.8.8.8, for=198.51.100.7')).toBe('198.51.100.7');
  });

  it('each of two proxies is asked whom it was asked by', () => {
    expect(throughList('6.6.6.6, 198.51.100.7, 192.0.2.10')).toBe('198.51.100.7');
    expect(throughForwarded('for=6.6.6.6, for=198.51.100.7;by=192.0.2.10, for=192.0.2.10;proto=https')).toBe(
      '198.51.100.7',
    );
  });

  it('a request that a proxy made itself comes from the proxy', () => {
    expect(throughList('10.0.0.7')).toBe('10.0.0.7');
  });

  it.each([
    ['for=198.51.100.7', '198.51.100.7'],
    ['For="198.51.100.7:4711"', '198.51.100.7'],
    ['for="[2001:db8:cafe::17]:4711"', '2001:db8:cafe:0::/64'],
    ['proto=https ; by=203.0.113.43 ; for=198.51.100.7', '198.51.100.7'],
    ['for="198.51\\.100.7"', '198.51.100.7'],
    ['for=_hidden-1', '_hidden-1'],
    ['host="a,b;for=6.6.6.6";for=198.51.100.7', '198.51.100.7'],
    ['for=6.6.6.6, , for=198.51.100.7', '198.51.100.7'],
  ])('RFC 7239: %s is %s', (forwarded, address) => {
    expect(throughForwarded(forwarded)).toBe(address);
  });

  it.each(['for=unknown', 'for=', 'proto=https', 'for="198.51.100.7', 'for=a b', 'x', `for=${'1'.repeat(5_000)}`])(
    'RFC 7239: where nobody is named the proxy that is known is the caller: %s',
    (forwarded) => {
      expect(throughForwarded(forwarded)).toBe('10.0.0.1');
    },
  );

  it('a quote that a caller leaves open swallows no address of a proxy for another one', () => {
    expect(throughForwarded('for=6.6.6.6;x=", for=198.51.100.7')).toBe('10.0.0.1');
    expect(throughForwarded('for=6.6.6.6;x=", for="[2001:db8::1]"')).toBe('10.0.0.1');
  });

  it('an IPv6 address counts as its network, and an IPv4 address in it as itself', () => {
    expect(addressFrom('2001:DB8:1:2:3:4:5:6', {})).toBe('2001:db8:1:2::/64');
    expect(addressFrom('2001:db8:1:2::9', {})).toBe('2001:db8:1:2::/64');
    expect(addressFrom('::1', {})).toBe('0:0:0:0::/64');
    expect(addressFrom('::ffff:203.0.113.5', {})).toBe('203.0.113.5');
    expect(throughList('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
    expect(addressFrom('::ffff:10.0.0.1', { 'x-forwarded-for': '198.51.100.7' }, { proxies: PROXIES })).toBe(
      '198.51.100.7',
    );
    expect(addressFrom('2001:db8:ffff:1::1', { 'x-forwarded-for': '198.51.100.7' }, { proxies: PROXIES })).toBe(
      '198.51.100.7',
    );
  });

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/', '::/129', '10.0.0'])('a proxy cannot be named %s', (proxy) => {
    expect(() => addressReader({ proxies: [proxy], header: 'forwarded' })).toThrow(TypeError);
  });
});
