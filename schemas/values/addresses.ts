import { z } from 'zod';

/** Addresses of the web that customers are sent to. */

const LONGEST = 300;
/** Nothing that would need escaping in a mail or a page. */
const PLAIN = /^https?:\/\/[\w.~:/?#[\]@!$&()*+,;=%-]+$/;
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Reached by https; by http on the machine itself, for development. A name before the host would pass for it. */
function isWebAddress(address: string): boolean {
  if (!PLAIN.test(address) || !URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || LOOPBACK.includes(hostname);
}

const webAddress = () => z.string().max(LONGEST).refine(isWebAddress, { error: 'field.webAddress', abort: true });

export const WebAddressSchema = webAddress().meta({
  id: 'WebAddress',
  description: 'Address of a page, by https; by http on this machine only. Without a name or password of anybody.',
});

/** What links are made from: a path is put behind it. */
export const BaseAddressSchema = webAddress()
  .refine((address) => !/[?#]/.test(address), { error: 'field.baseAddress' })
  .meta({
    id: 'BaseAddress',
    description: 'As a WebAddress, without "?" and "#": a path is put behind it.',
  });
