import nodemailer from 'nodemailer';
import { SECOND } from '../../billing/calendar/durations';
import { smtpMessage } from './message';
import type { MailPort, Posted } from './port';
import type { MailSetting } from './setting';

export interface SmtpOptions extends MailSetting {
  /** Letters under way at a time, each on a connection that the next letters use again. */
  connections: number;
  /** Certificate authorities to trust instead of the machine's own, as PEM; for tests. */
  ca?: string;
  /** For tests. */
  patience?: Partial<Patience>;
}

/** In milliseconds. */
interface Patience {
  connecting: number;
  greeting: number;
  /** Without a word of the server. */
  silence: number;
  /** For one letter in all: a server that goes on saying something, and never says enough, is given up. */
  letter: number;
}

const PATIENCE: Patience = {
  connecting: 10 * SECOND,
  greeting: 10 * SECOND,
  silence: 30 * SECOND,
  letter: 60 * SECOND,
};
const LETTERS_A_CONNECTION = 100;

/** The SMTP server of a seller. A letter is tried once: whoever asks decides about another time. */
export function smtpMail(options: SmtpOptions): MailPort {
  const { host, port, security, credentials, from, connections, ca } = options;
  const patience = { ...PATIENCE, ...options.patience };
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    ...(credentials === null ? {} : { auth: { user: credentials.user, pass: credentials.password } }),
    pool: true,
    maxConnections: connections,
    maxMessages: LETTERS_A_CONNECTION,
    // How often a letter is tried is for its sender to decide and to count.
    maxRequeues: 0,
    connectionTimeout: patience.connecting,
    greetingTimeout: patience.greeting,
    socketTimeout: patience.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async post(letter) {
      const message = smtpMessage(letter, from);
      if (message === null) return { status: 'refused', code: 'unsafe_header' };
      try {
        await transport.sendMail({ ...message, signal: AbortSignal.timeout(patience.letter) });
        return { status: 'accepted' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** Words of the conversation in which the server speaks of a letter; before them it speaks of us. */
const ABOUT_THE_LETTER = /^(RCPT TO|DATA)/;
/** Of a letter that is larger than the server takes, told before its first byte. */
const TOO_LARGE = 552;

const OURS: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'timed_out',
  EABORT: 'timed_out',
  ETLS: 'tls',
  EAUTH: 'credentials',
  ENOAUTH: 'credentials',
  EDNS: 'unknown_host',
};

/** An error says what the server answered, never what it said: its words may name a person. */
function outcomeOf(error: unknown): Posted {
  const {
    code = '',
    command = '',
    responseCode = 0,
  } = error as Record<'code' | 'command', string | undefined> & {
    responseCode?: number;
  };
  const isAnswer = responseCode >= 400 && responseCode < 600;
  const answer = `smtp_${responseCode}`;
  if (isAnswer && (ABOUT_THE_LETTER.test(command) || responseCode === TOO_LARGE)) {
    return { status: responseCode < 500 ? 'deferred' : 'refused', code: answer };
  }
  if (code === 'EENVELOPE' && !isAnswer) return { status: 'refused', code: 'envelope' };
  return { status: 'no_answer', code: OURS[code] ?? (isAnswer ? answer : 'connection_lost') };
}
