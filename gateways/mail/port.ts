import type { Locale } from '../../billing/facts/types';

/** The port of whoever delivers mail. */

/** A mail to one person, as text and, for readers that show it, as a page. */
export interface Letter {
  /** Ours, without the domain: the same letter sent again is the same mail for every server and reader. */
  id: string;
  to: { name: string | null; mailAddress: string };
  /** The seller, as its customers know it; null for the name that is set with the sender. */
  senderName: string | null;
  locale: Locale;
  subject: string;
  body: string;
  html: string | null;
  /** Goes with it; the kind is a media type. */
  attachments: readonly { name: string; kind: string; content: Buffer }[];
  /** Where an answer goes; null where that is the sender. */
  replyTo: string | null;
  /** Where its reader, or their mailbox for them, stops letters like this one; null where they may not. */
  stopLink: string | null;
  writtenAt: Date;
}

/**
 * - `accepted`: the server has taken it over.
 * - `refused`: it does not take it, and will not later.
 * - `deferred`: it does not take it now.
 * - `no_answer`: nothing was said about the letter, so its server may have it or not; the trouble is not the letter's own.
 *
 * A code is for people who look into it: `smtp_550`, `timed_out`, `tls`, …
 */
export type Posted = { status: 'accepted' } | { status: 'refused' | 'deferred' | 'no_answer'; code: string };

export interface MailPort {
  /** Never throws: whatever goes wrong is a value. */
  post(letter: Letter): Promise<Posted>;
  /** Lets letters under way end, and closes what is open. */
  close(): void;
}
