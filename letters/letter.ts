import type { Locale } from '../billing/facts/types';

/** A figure or a name with the word that says what it is. */
interface Labelled {
  label: string;
  text: string;
}

/** What a letter says, in its reader's language; text and page are both made from this. Whom it greets is put in when it is sent. */
export interface LetterWords {
  locale: Locale;
  subject: string;
  /** What happened; the first sentence is what mailboxes show beside the subject. */
  sentences: readonly string[];
  /** The amount that it is about; null where it is about none. */
  amount: Labelled | null;
  /** The one thing to do; null where there are no pages. */
  button: { label: string; link: string } | null;
  /** What one may look up, below the button. */
  more: readonly string[];
  /** What people at support ask for; null where it is about no order. */
  reference: Labelled | null;
  closing: string;
  /** The seller; null leaves a part as it comes. */
  look: { name: string | null; color: string | null; logo: string | null };
}

/** How its reader stops letters like this one. */
export interface LetterFoot {
  sentence: string;
  label: string;
  link: string;
}

/** A letter in its two forms. */
export interface LetterForms {
  body: string;
  html: string | null;
}
