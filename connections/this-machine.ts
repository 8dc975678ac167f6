import { isIPv4 } from 'node:net';

/** Whether a host is this machine itself, by its name or address alone: what is said to it passes no network. */
export function isThisMachine(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}
