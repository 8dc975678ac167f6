import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { LETTERS_AT_ONCE, MailSending } from '../../activities/mail/sending';
import { quoteChanges } from '../../billing/quotes/quote';
import { startMongo } from '../../dev/embedded/mongo-server';
import { type LetterSender, smtpMessage } from '../../gateways/mail/message';
import { smtpMail } from '../../gateways/mail/over-smtp';
import type { Letter } from '../../gateways/mail/port';
import { TEXTS } from '../../locales/texts';
import { Workshop } from '../../papers/workshop';
import { type Receipt, receiptOf } from '../../receipts/receipt';
import { DEFAULT_SETTINGS } from '../../store/facts/settings';
import { connectStore, type Store } from '../../store/index';
import type { MailServer } from '../mail/server';
import type { BenchOptions } from '../options';
import { seatChange } from '../quote/sample';
import { atLeast, atMost, type PartReport } from '../report/report';
import { median, spread } from '../report/statistics';

const SERVER = join(__dirname, '..', 'mail', 'server.ts');
const TENANT = 'acme';
const MAILS = 2_000;
const PEOPLE = 200;
const WARM_UP = 300;
/** Orders that are confirmed with a receipt; each has two contacts. */
const RECEIPTS = 100;
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

/** How many mails a second one worker takes out of the outbox and sends: beside the library alone with the same mails, and with receipts. */
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
    await ours(store, connection, outboxOf('warm', WARM_UP));
    const measured: Round[] = [];
    for (let index = 0; index < rounds; index += 1) {
      const round = {
        alone: await alone(connection, MAILS),
        ours: await ours(store, connection, outboxOf(`r${index}`, MAILS)),
        confirmed: await ours(store, connection, confirmationsOf(`c${index}`)),
      };
      measured.push(round);
      const told = [round.alone, round.ours.rate, round.confirmed.rate].map((rate) => rate.toFixed(0));
      process.stderr.write(`  alone ${told[0]}/s, ours ${told[1]}/s, with receipts ${told[2]}/s\n`);
    }
    return [report(measured)];
  } finally {
    server.disconnect();
    await once(server, 'exit');
    await store.close();
    await mongo.stop();
  }
}

/** Mails a second, and how many PDFs were made for them. */
interface Sent {
  rate: number;
  papers: number;
}

interface Round {
  alone: number;
  ours: Sent;
  confirmed: Sent;
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

type MailsToPut = Parameters<Store['outbox']['put']>[0];

const outboxOf = (round: string, count: number): MailsToPut =>
  Array.from({ length: count }, (_, index) => ({
    ...{ tenantId: TENANT, key: `${round}:${index}`, kind: 'confirmed', accountId: 'acc_1', at: AT },
    ...{ ...CONTENT, recipientId: personOf(index) },
  }));

/** Each order has a receipt of its own, which goes to both of its contacts. */
const confirmationsOf = (round: string): MailsToPut =>
  Array.from({ length: RECEIPTS }, (_, index) => receiptOfOrder(`${round}_${index}`, index)).flatMap((receipt, order) =>
    [0, 1].map((contact) => ({
      ...{ tenantId: TENANT, key: `${round}:${order}:${contact}`, kind: 'confirmed', accountId: 'acc_1', at: AT },
      ...{ ...CONTENT, recipientId: personOf(2 * order + contact), receipt },
    })),
  );

function receiptOfOrder(changeId: string, index: number): Receipt {
  const { seller, branding } = DEFAULT_SETTINGS;
  const order = {
    changeId,
    quote: quoteChanges(seatChange(1, 6 + index, index % 60)),
    account: { accountId: 'acc_1' },
  };
  const paid = { purchaseOrder: null, vatNumber: null, methodKind: 'card', invoiceNumbers: [], vatCredits: [] };
  const reader = { locale: 'fr', timeZone: 'Europe/Paris', texts: TEXTS.fr } as const;
  return receiptOf({ ...order, ...paid, seller, branding }, reader);
}

/** From the outbox, with the address looked up, claimed before and recorded after. */
async function ours(store: Store, { host, port }: Address, mails: MailsToPut): Promise<Sent> {
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
  const workshop = new Workshop();
  const sending = new MailSending({ store, clock: () => AT, log, mail: smtpMail(setting), workshop });
  const began = performance.now();
  const taken = await sending.sendDue();
  const seconds = (performance.now() - began) / 1_000;
  await sending.stop();
  await workshop.close();
  if (taken !== mails.length) throw new Error(`The server took ${taken} of ${mails.length} mails.`);
  return { rate: taken / seconds, papers: workshop.made };
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

function report(rounds: readonly Round[]): PartReport {
  const ratios = rounds.map(({ alone, ours }) => ours.rate / alone);
  const [aloneRates, ourRates, confirmedRates] = [
    rounds.map(({ alone }) => alone),
    rounds.map(({ ours }) => ours.rate),
    rounds.map(({ confirmed }) => confirmed.rate),
  ];
  return {
    title: 'Mails of one worker',
    columns: ['', 'mails/s'],
    rows: [
      ['nodemailer alone, messages ready', spread(aloneRates, 0)],
      ['from the outbox: claimed, addressed, sent, recorded', spread(ourRates, 0)],
      ['confirmations, each with its receipt as a PDF', spread(confirmedRates, 0)],
    ],
    notes: [
      `${MAILS} mails a round without attachment, ${LETTERS_AT_ONCE} connections each, the same bytes to the same server in a process of its own; by turns in one run.`,
      `${2 * RECEIPTS} confirmations a round of ${RECEIPTS} orders with two contacts each; their PDFs are made on a thread meanwhile.`,
    ],
    verdicts: [
      atLeast('mails/s beside nodemailer alone', 0.5, median(ratios), '', spread(ratios, 2)),
      atMost('PDFs made a receipt', 1, Math.max(...rounds.map(({ confirmed }) => confirmed.papers)) / RECEIPTS),
    ],
  };
}

function listening(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('message', (message) => resolve((message as MailServer).port));
    server.once('exit', (code) => reject(new Error(`The mail server ended with ${code} before it listened.`)));
  });
}
