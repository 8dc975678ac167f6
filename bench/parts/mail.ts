import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { LETTERS_AT_ONCE, MailSending } from '../../activities/mail/sending';
import { startMongo } from '../../dev/embedded/mongo-server';
import { type LetterSender, smtpMessage } from '../../gateways/mail/message';
import { smtpMail } from '../../gateways/mail/over-smtp';
import type { Letter } from '../../gateways/mail/port';
import { Workshop } from '../../papers/workshop';
import { connectStore, type Store } from '../../store/index';
import type { MailServer } from '../mail/server';
import type { BenchOptions } from '../options';
import { atLeast, type PartReport } from '../report/report';
import { median, spread } from '../report/statistics';

const SERVER = join(__dirname, '..', 'mail', 'server.ts');
const TENANT = 'acme';
const MAILS = 2_000;
const PEOPLE = 200;
const WARM_UP = 300;
const FROM: LetterSender = { name: 'Orders', mailAddress: 'orders@seller.example' };
const AT = new Date('2026-03-12T10:00:00Z');
/** As long as a confirmation with its arithmetic. */
const BODY = 'Trois postes de plus, du 12 au 31 mars 2026 inclus : 3 × 55,00 € × 20/31.\n'.repeat(20);
const CONTENT = {
  locale: 'fr' as const,
  subject: 'Votre commande est confirmée',
  body: BODY,
  html: null,
  attachments: [],
  replyTo: null,
};

/** How many mails a second one worker takes out of the outbox and sends, beside the library alone with the same mails. */
export async function measureMail({ rounds }: BenchOptions): Promise<PartReport[]> {
  const mongo = await startMongo();
  const server = fork(SERVER, [], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const store = await connectStore(mongo.uri, { databaseName: `bench_mail_${process.pid}` });
  try {
    const port = await listening(server);
    await store.ensureIndexes();
    await putPeople(store);
    const connection = { host: '127.0.0.1', port } as const;
    await alone(connection, WARM_UP);
    await ours(store, connection, 'warm', WARM_UP);
    const pairs: { alone: number; ours: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const pair = { alone: await alone(connection, MAILS), ours: await ours(store, connection, `r${round}`, MAILS) };
      pairs.push(pair);
      process.stderr.write(`  alone ${pair.alone.toFixed(0)}/s, ours ${pair.ours.toFixed(0)}/s\n`);
    }
    return [report(pairs)];
  } finally {
    server.disconnect();
    await once(server, 'exit');
    await store.close();
    await mongo.stop();
  }
}

interface Address {
  host: string;
  port: number;
}

/** The library with the messages ready, over as many connections. */
async function alone({ host, port }: Address, count: number): Promise<number> {
  const transport = nodemailer.createTransport({
    ...{ host, port, ignoreTLS: true, pool: true, maxConnections: LETTERS_AT_ONCE },
  });
  const messages = Array.from({ length: count }, (_, index) => smtpMessage(letterTo(index), FROM) ?? {});
  const began = performance.now();
  await Promise.all(messages.map((message) => transport.sendMail(message)));
  const seconds = (performance.now() - began) / 1_000;
  transport.close();
  return count / seconds;
}

/** From the outbox, with the address looked up, claimed before and recorded after. */
async function ours(store: Store, { host, port }: Address, round: string, count: number): Promise<number> {
  const mails = Array.from({ length: count }, (_, index) => ({
    ...{ tenantId: TENANT, key: `${round}:${index}`, kind: 'confirmed', accountId: 'acc_1', at: AT },
    ...{ ...CONTENT, recipientId: personOf(index) },
  }));
  await store.outbox.put(mails);
  const setting = {
    host,
    port,
    security: 'none',
    credentials: null,
    from: FROM,
    connections: LETTERS_AT_ONCE,
  } as const;
  const log = { info: () => undefined, warn: () => undefined };
  const sending = new MailSending({ store, clock: () => AT, log, mail: smtpMail(setting), workshop: new Workshop() });
  const began = performance.now();
  const taken = await sending.sendDue();
  const seconds = (performance.now() - began) / 1_000;
  await sending.stop();
  if (taken !== count) throw new Error(`The server took ${taken} of ${count} mails.`);
  return count / seconds;
}

const personOf = (index: number): string => `person_${index % PEOPLE}`;

const letterTo = (index: number): Letter => ({
  ...{ ...CONTENT, id: `letter-${index}`, senderName: null, stopLink: null, writtenAt: AT },
  to: { name: 'Claire Martin', mailAddress: `${personOf(index)}@example.com` },
});

async function putPeople({ people }: Store): Promise<void> {
  for (let index = 0; index < PEOPLE; index += 1) {
    const facts = { tenantId: TENANT, personId: personOf(index), name: 'Claire Martin', locale: 'fr' as const };
    await people.record({ ...facts, mailAddress: `${personOf(index)}@example.com`, hasLeft: false, asOf: AT });
  }
}

function report(pairs: { alone: number; ours: number }[]): PartReport {
  const ratios = pairs.map((pair) => pair.ours / pair.alone);
  const aloneRates = pairs.map((pair) => pair.alone);
  const ourRates = pairs.map((pair) => pair.ours);
  return {
    title: 'Mails of one worker',
    columns: ['', 'mails/s'],
    rows: [
      ['nodemailer alone, messages ready', spread(aloneRates, 0)],
      ['from the outbox: claimed, addressed, sent, recorded', spread(ourRates, 0)],
    ],
    notes: [
      `${MAILS} mails a round without attachment, ${LETTERS_AT_ONCE} connections each, the same bytes to the same server in a process of its own; by turns in one run.`,
    ],
    verdicts: [atLeast('mails/s beside nodemailer alone', 0.5, median(ratios), '', spread(ratios, 2))],
  };
}

function listening(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('message', (message) => resolve((message as MailServer).port));
    server.once('exit', (code) => reject(new Error(`The mail server ended with ${code} before it listened.`)));
  });
}
