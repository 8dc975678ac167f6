import type { Client } from '@temporalio/client';
import pino, { type Logger } from 'pino';
import type { Activities } from '../../activities/contract';
import { createActivities } from '../../activities/index';
import { LETTERS_AT_ONCE, MailSending } from '../../activities/mail/sending';
import { SupportMails } from '../../activities/mail/support-mails';
import { ReadModelWatch } from '../../activities/order/read-model-watch';
import { present } from '../../billing/present';
import { openStore } from '../../connections/mongo/opening';
import { openTemporal } from '../../connections/temporal/client';
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
import type { WorkerSettings } from './settings';

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
  const tell = tellingOf(settings, log);
  const [store, client] = await Promise.all([openStore(settings.mongo, tell), openTemporal(settings.temporal, tell)]);
  await store.ensureIndexes();
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
    await client.connection.close();
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

/** What should be known of a connection and keeps nobody from working: of interest where it is the real one. */
export const tellingOf =
  ({ AVENANT_ENV }: Pick<WorkerSettings, 'AVENANT_ENV'>, log: Logger) =>
  (line: string): void =>
    log[AVENANT_ENV === 'production' ? 'warn' : 'info'](line);

/** One JSON line a message, with ids and codes only: inputs and results are never logged. */
export function workerLog(): Logger {
  return pino(
    { name: 'worker', level: process.env.LOG_LEVEL ?? 'info', hooks: { streamWrite: maskedLine } },
    pino.destination(2),
  );
}
