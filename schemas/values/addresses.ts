import { z } from 'zod';
import { inForm } from './forms';

/** Addresses of the web that customers are sent to, and of the mailboxes that they read. */

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

/** RFC 5321: 64 octets before the sign, and 254 in all. */
const LONGEST_MAILBOX = 64;
const LONGEST_MAIL_ADDRESS = 254;
const octetsOf = (text: string): number => new TextEncoder().encode(text).length;

function isMailAddress(address: string): boolean {
  const mailbox = address.slice(0, address.lastIndexOf('@'));
  return octetsOf(mailbox) <= LONGEST_MAILBOX && octetsOf(address) <= LONGEST_MAIL_ADDRESS;
}

export const MailAddressSchema = z
  .string()
  .max(LONGEST_MAIL_ADDRESS)
  .check(inForm('mailAddress', { abort: true }))
  .refine(isMailAddress, { error: 'form.mailAddress' })
  .meta({
    id: 'MailAddress',
    description:
      'A mailbox by RFC 5321 and 6531: without a name and comments, at most 254 octets, 64 of them before the @.',
    example: 'claire@example.com',
  });
