import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { listen } from '../sandbox-server';
import type { LetterFault, MailFaults } from './faults';
import { Mailbox, type ReceivedMail } from './mailbox';
import { serveMailbox } from './page';

/** A mail server on this machine: it takes every letter, delivers none of them, and shows them on a page. */

export interface MailSandboxOptions {
  /** Of SMTP; a free one when left out. */
  port?: number | undefined;
  /** Letters that are kept; the oldest go first. */
  keeps?: number | undefined;
  /** Speaks TLS with this key and certificate, both as PEM: from the first byte, or once it is asked to. */
  tls?: { key: string; cert: string; fromTheStart: boolean } | undefined;
  faults?: MailFaults | undefined;
  /** Told of each letter once it was taken over and before that is answered. */
  taken?: ((mail: ReceivedMail) => void) | undefined;
}

export interface MailSandbox {
  /** For AVENANT_MAIL_URL. */
  url: string;
  port: number;
  /** The mailbox for a browser. */
  page: string;
  mails(): readonly ReceivedMail[];
  /** From now on. */
  misbehave(faults: MailFaults): void;
  forgetMails(): void;
  /** Connections since it started. */
  connections(): number;
  close(): Promise<void>;
}

const KEPT = 1_000;
const LARGEST_LETTER = 10 * 1024 * 1024;

/** Starts the server on 127.0.0.1. */
export async function startMailSandbox(options: MailSandboxOptions = {}): Promise<MailSandbox> {
  const mailbox = new Mailbox(options.keeps ?? KEPT);
  const state = { faults: options.faults ?? {}, connections: 0, lettersTo: new Map<string, number>() };
  const { tls } = options;
  const server = new SMTPServer({
    name: 'mail.sandbox',
    banner: 'sandbox',
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    disabledCommands: tls === undefined ? ['STARTTLS'] : [],
    size: LARGEST_LETTER,
    logger: false,
    ...(tls === undefined ? {} : { key: tls.key, cert: tls.cert, secure: tls.fromTheStart }),
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onConnect: (session, done) => {
      state.connections += 1;
      const fault = state.faults.ofConnection?.(state.connections);
      switch (fault?.fault) {
        case 'turns_away':
          return done(answered(554));
        case 'hangs_up':
          return hangUp(server, session);
        case 'greets_late':
          return void pause(fault.milliseconds, undefined, { ref: false }).then(() => done());
        default:
          return done();
      }
    },
    onRcptTo: ({ address }, session, done) => {
      const count = (state.lettersTo.get(address) ?? 0) + 1;
      state.lettersTo.set(address, count);
      const fault = state.faults.ofLetter?.(address, count);
      if (fault?.fault === 'answers' && fault.to === 'recipient') return done(answered(fault.code));
      faultOf.set(session, fault);
      done();
    },
    onData: (stream, session, done) => {
      void bytesOf(stream).then((source) => {
        const fault = faultOf.get(session);
        if (fault?.fault === 'answers') return done(answered(fault.code));
        if (fault?.fault === 'drops_after_data') return hangUp(server, session);
        const recipient = session.envelope.rcptTo[0]?.address ?? '';
        const mail = mailbox.take(recipient, source);
        options.taken?.(mail);
        if (fault?.fault === 'drops_its_answer') return hangUp(server, session);
        done();
        // Whoever sends it may be killed in the middle of it: then there is no letter, and nobody to answer.
      }, done);
    },
  });
  const faultOf = new WeakMap<SMTPServerSession, LetterFault | undefined>();
  // A connection that is cut on purpose is no error of ours.
  server.on('error', () => undefined);
  const port = await listening(server, options.port ?? 0);
  const page = await listen((request) => serveMailbox(mailbox, request));
  return {
    url: `${tls?.fromTheStart ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    port,
    page: page.url,
    mails: () => mailbox.all(),
    misbehave: (faults) => {
      state.faults = faults;
    },
    forgetMails: () => mailbox.clear(),
    connections: () => state.connections,
    async close() {
      await page.close();
      for (const { session } of server.connections) hangUp(server, session);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const answered = (responseCode: number): Error => Object.assign(new Error('on purpose'), { responseCode });

function hangUp(server: SMTPServer, { id }: SMTPServerSession): void {
  for (const connection of server.connections) if (connection.session.id === id) connection._socket.destroy();
}

async function bytesOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function listening(server: SMTPServer, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = server.listen(wanted, '127.0.0.1', () => resolve((listener.address() as AddressInfo).port));
    listener.once('error', reject);
  });
}
