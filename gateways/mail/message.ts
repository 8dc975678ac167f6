import type { SendMailOptions } from 'nodemailer';
import { domainOf } from './mailbox';
import type { Letter } from './port';

/** Who letters come from. */
export interface LetterSender {
  name: string | null;
  mailAddress: string;
}

/** A line break in a header begins another one; half a character is no text at all. */
const NOT_IN_A_HEADER = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const NOT_IN_AN_ENVELOPE = /[<>]/;
const LETTER_ID = /^[A-Za-z0-9._-]{1,100}$/;

/**
 * The message of a letter. Every header of every mail is made here, and the same letter is the same headers each time.
 *
 * @returns null for a letter with something in it that could become a header or an address of its own
 */
export function smtpMessage(letter: Letter, from: LetterSender): SendMailOptions | null {
  const { id, to, senderName, subject, locale, body, html, attachments, replyTo, stopLink, writtenAt } = letter;
  const headers = [
    subject,
    to.name ?? '',
    to.mailAddress,
    senderName ?? '',
    replyTo ?? '',
    stopLink ?? '',
    ...attachments.map(({ name }) => name),
  ];
  if (headers.some((text) => NOT_IN_A_HEADER.test(text))) return null;
  if (NOT_IN_AN_ENVELOPE.test(to.mailAddress + (replyTo ?? '') + (stopLink ?? '')) || !LETTER_ID.test(id)) return null;
  return {
    messageId: `<${id}@${domainOf(from.mailAddress)}>`,
    date: writtenAt,
    from: { name: senderName ?? from.name ?? '', address: from.mailAddress },
    to: { name: to.name ?? '', address: to.mailAddress },
    envelope: { from: from.mailAddress, to: [to.mailAddress] },
    subject,
    text: body,
    ...(html === null ? {} : { html, attachDataUrls: true }),
    ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
    attachments: attachments.map(({ name, kind, content }) => ({ filename: name, contentType: kind, content })),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': locale, ...stopHeaders(stopLink) },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** RFC 8058: with a POST to this address, which is one of HTTPS, a mailbox stops such letters for its reader. */
const stopHeaders = (link: string | null) =>
  link?.startsWith('https:')
    ? { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
    : {};
