import { type ParsedMail, simpleParser } from 'mailparser';

/** A letter that a mail server has taken over, as it came. */
export interface ReceivedMail {
  recipient: string;
  messageId: string;
  source: Buffer;
}

const MESSAGE_ID = /^message-id:\s*(\S+)/im;
/** The headers stand before the first empty line; nothing behind them is looked at. */
const LONGEST_HEAD = 4_096;

/** What a mail server was given, the latest last; only so many are kept. */
export class Mailbox {
  readonly #most: number;
  #mails: ReceivedMail[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  take(recipient: string, source: Buffer): ReceivedMail {
    const head = source.toString('latin1', 0, LONGEST_HEAD);
    const mail = { recipient, messageId: MESSAGE_ID.exec(head)?.[1] ?? '', source };
    this.#mails.push(mail);
    if (this.#mails.length > this.#most) this.#mails.shift();
    return mail;
  }

  all(): readonly ReceivedMail[] {
    return this.#mails;
  }

  clear(): void {
    this.#mails = [];
  }
}

/** A mail as its reader sees it. */
export const readMail = ({ source }: ReceivedMail): Promise<ParsedMail> => simpleParser(source);
