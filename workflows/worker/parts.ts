import { Client, Connection } from '@temporalio/client';
import pino, { type Logger } from 'pino';
import { retriesUnlessBusy } from 'statechart-host/client';
import type { Activities } from '../../activities/contract';
import { createActivities } from '../../activities/index';
import { LETTERS_AT_ONCE, MailSending } from '../../activities/mail/sending';
import { SupportMails } from '../../activities/mail/support-mails';
import { ReadModelWatch } from '../../activities/order/read-model-watch';
import { SECOND } from '../../billing/calendar/durations';
import { present } from '../../billing/present';
import { localFulfilment } from '../../gateways/fulfilment/local';
import { httpFulfilment } from '../../gateways/fulfilment/over-http';
import { hmrcRegister } from '../../gateways/hmrc/client';
import { smtpMail } from '../../gateways/mail/over-smtp';
import { registersByPrefix } from '../../gateways/vat-register/by-prefix';
import type { VatRegister } from '../../gateways/vat-register/port';
import { sparingRegister } from '../../gateways/vat-register/sparing';
import { viesRegister } from '../../gateways/vies/client';
import { maskedLine } from '../../machines/card-number';
import { Workshop } from '../../papers/workshop';
import { keyedHash } from '../../store/access/keyed-hash';
import { connectStore } from '../../store/index';
import type { WorkerSettings } from './settings';

/** For a call to Temporal that is given no limit of its own: each of them is short. */
const CALL_LIMIT = 10 * SECOND;

/** Work of a process that no workflow asks for. */
interface Background {
  start(): void;
  stop(): Promise<void>;
}

export interface WorkerParts {
  activities: Activities;
  background: readonly Background[];
  client: Client;
  close(): Promise<void>;
}

/** Opens the connections of a worker and makes its activities from them. */
export async function openWorkerParts(settings: WorkerSettings, log: Logger): Promise<WorkerParts> {
  const store = await connectStore(settings.MONGODB_URI, { databaseName: settings.MONGODB_DATABASE });
  await store.ensureIndexes();
  const connection = await Connection.connect({
    address: settings.TEMPORAL_ADDRESS,
    interceptors: retriesUnlessBusy({ endsWithin: CALL_LIMIT }),
  });
  const client = new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE });
  const { FULFILMENT_URL, AVENANT_SEARCH_SECRET } = settings;
  const dependencies = {
    store,
    paymentGateway: settings.gateway,
    vatRegister: vatRegisterOf(settings),
    fulfilment: present({
      local: localFulfilment(),
      http: FULFILMENT_URL === undefined ? undefined : httpFulfilment({ baseUrl: FULFILMENT_URL }),
    }),
    temporalClient: client,
    clock: () => new Date(),
    log,
    ...present({ keyRing: settings.keyRing, pagesUrl: settings.AVENANT_PAGES_URL }),
    ...(AVENANT_SEARCH_SECRET === undefined ? {} : { hashVatNumber: keyedHash(AVENANT_SEARCH_SECRET) }),
  };
  const workshop = new Workshop();
  const background: Background[] = [new ReadModelWatch(dependencies)];
  if (settings.mail === null) log.warn('AVENANT_MAIL_URL is not set: mails are written and not sent');
  else {
    const mail = smtpMail({ ...settings.mail, connections: LETTERS_AT_ONCE });
    const sender = { ...dependencies, ...present({ publicUrl: settings.PUBLIC_URL }), mail, workshop };
    background.push(new MailSending(sender), new SupportMails(dependencies));
  }
  const close = async (): Promise<void> => {
    await workshop.close();
    await connection.close();
    await store.close();
  };
  return { activities: createActivities(dependencies), background, client, close };
}

/** VIES, and beside it HMRC where the seller has access to it; one that blocks us is no reason to leave the other alone. */
function vatRegisterOf({ VIES_URL, HMRC_URL, HMRC_CLIENT_ID, HMRC_CLIENT_SECRET }: WorkerSettings): VatRegister {
  const vies = sparingRegister(viesRegister({ baseUrl: VIES_URL }));
  if (HMRC_CLIENT_ID === undefined || HMRC_CLIENT_SECRET === undefined) return vies;
  const hmrc = { baseUrl: HMRC_URL, clientId: HMRC_CLIENT_ID, clientSecret: HMRC_CLIENT_SECRET };
  return registersByPrefix(vies, { GB: sparingRegister(hmrcRegister(hmrc)) });
}

/** One JSON line a message, with ids and codes only: inputs and results are never logged. */
export function workerLog(): Logger {
  return pino(
    { name: 'worker', level: process.env.LOG_LEVEL ?? 'info', hooks: { streamWrite: maskedLine } },
    pino.destination(2),
  );
}
