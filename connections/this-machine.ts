import { isIPv4 } from 'node:net';

/**
 * Whether a host is this machine itself, by its name or address alone: what is said to it passes no network.
 *
 * @param host with or without its port; an address of IPv6 with a port has its brackets
 */
export function isThisMachine(host: string): boolean {
  const [, bracketed, plain] = /^(?:\[(.*)\]|([^:]*))(?::\d+)?$/.exec(host) ?? [];
  const name = (bracketed ?? plain ?? host).toLowerCase();
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}
