import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { askersIn, type ProxyHeader } from './forwarded';

/** The proxies that are believed, and the one header that all of them write: another one is the caller's own. */
export interface ProxyTrust {
  /** IP addresses, and networks such as "10.0.0.0/8". */
  proxies: readonly string[];
  header: ProxyHeader;
}

export const NO_PROXIES: ProxyTrust = { proxies: [], header: 'x-forwarded-for' };

/**
 * Where requests come from: the far end of the connection, or, where that is a proxy that is believed, whoever it says
 * it was asked by, and so on. The first one that is no such proxy is the caller; what stands beyond it may be forged.
 *
 * An IPv6 address is its network of 64 bits, since whoever has one has all of them (RFC 6177).
 *
 * @throws TypeError for a proxy that is neither an address nor a network
 */
export function addressReader({ proxies, header }: ProxyTrust): (request: IncomingMessage) => string {
  const trusted = listOf(proxies);
  return (request) => {
    let address = plain(request.socket.remoteAddress ?? '');
    const told = request.headers[header];
    if (proxies.length === 0 || told === undefined || !isIn(trusted, address)) return networkOf(address);
    for (const asker of askersIn(header, String(told))) {
      if (asker === null) break;
      address = plain(asker);
      if (!isIn(trusted, address)) break;
    }
    return networkOf(address);
  };
}

function listOf(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    if (isIP(address) === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) {
      throw new TypeError(`${proxy} is neither an IP address nor a network.`);
    }
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const isIn = (list: BlockList, address: string): boolean => {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
};

/** An IPv4 address that came in over IPv6 is the IPv4 address. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

const GROUPS = 8;

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const [left, right] = [head, tail ?? ''].map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = tail === undefined ? 0 : GROUPS - (left?.length ?? 0) - (right?.length ?? 0);
  const groups = [...(left ?? []), ...Array<string>(Math.max(0, zeros)).fill('0'), ...(right ?? [])];
  return `${groups
    .slice(0, GROUPS / 2)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
