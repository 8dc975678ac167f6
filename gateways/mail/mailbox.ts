import { domainToASCII } from 'node:url';

/** The part behind the last sign: a quoted mailbox may hold one too. */
const behindSign = (mailAddress: string): number => mailAddress.lastIndexOf('@') + 1;

/** The domain of a mailbox as mail servers know it: one with other letters is written in those of DNS (RFC 5891). */
export function domainOf(mailAddress: string): string {
  const domain = mailAddress.slice(behindSign(mailAddress));
  // Empty for an address in brackets, which has no letters to write in others.
  return domainToASCII(domain) || domain;
}

/** Whether two addresses name one mailbox: carriers write them in lower case, and their domains as mail servers do. */
export const isSameMailbox = (one: string | null, other: string): boolean =>
  one !== null && comparable(one) === comparable(other);

const comparable = (mailAddress: string): string =>
  `${mailAddress.slice(0, behindSign(mailAddress))}${domainOf(mailAddress)}`.toLowerCase();
