/**
 * The headers in which proxies say whom they were asked by: `X-Forwarded-For`, a plain list, and `Forwarded` (RFC 7239),
 * each entry added behind the ones before it.
 */

export const PROXY_HEADERS = ['x-forwarded-for', 'forwarded'] as const;
export type ProxyHeader = (typeof PROXY_HEADERS)[number];

const LONGEST = 4_096;

/**
 * Whom each proxy was asked by, the nearest first: an IP address, a name that hides one (RFC 7239, 6.3), or null for
 * one that is not told. Nobody at all where the header cannot be read: then it proves nothing.
 */
export function askersIn(header: ProxyHeader, value: string): (string | null)[] {
  if (value.length > LONGEST) return [];
  const nodes = header === 'forwarded' ? nodesOf(value) : value.split(',').map((node) => node.trim());
  return (nodes ?? []).map(askerIn).reverse();
}

/** A parameter of an entry, and what ends it: RFC 7239, 4. */
const PARAMETER =
  /[ \t]*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|"((?:[^"\\]|\\.)*)"))?[ \t]*(;|,|$)/gy;

/** What stands at `for` in each entry. */
function nodesOf(value: string): string[] | undefined {
  const nodes: string[] = [];
  let node = '';
  let read = 0;
  for (const [whole, name = '', token, quoted, end] of value.matchAll(PARAMETER)) {
    read += whole.length;
    if (name.toLowerCase() === 'for') node = token ?? (quoted ?? '').replaceAll(/\\(.)/g, '$1');
    if (end === ';') continue;
    nodes.push(node);
    node = '';
    if (end === '') return read === value.length ? nodes : undefined;
  }
  return undefined;
}

/** `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711`, and the bare IPv6 address of X-Forwarded-For. */
const IPV4 = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\w+)?$/;
const IPV6 = /^\[([0-9A-Fa-f:.]+)\](?::\w+)?$|^([0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*)$/;
const HIDDEN = /^(_[A-Za-z0-9._-]{1,64})(?::\w+)?$/;

function askerIn(node: string): string | null {
  const [, ipv4] = IPV4.exec(node) ?? [];
  const [, bracketed, bare] = IPV6.exec(node) ?? [];
  const [, hidden] = HIDDEN.exec(node) ?? [];
  return ipv4 ?? bracketed ?? bare ?? hidden ?? null;
}
