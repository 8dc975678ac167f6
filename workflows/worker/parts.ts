import type { Client, WorkflowClientInterceptor } from '@temporalio/client';
import type { Logger } from 'pino';
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
import type { FulfilmentPort } from '../../gateways/fulfilment/port';
import { hmrcRegister } from '../../gateways/hmrc/client';
import { smtpMail } from '../../gateways/mail/over-smtp';
import { registersByPrefix } from '../../gateways/vat-register/by-prefix';
import type { VatRegister } from '../../gateways/vat-register/port';
import { sparingRegister } from '../../gateways/vat-register/sparing';
import { viesRegister } from '../../gateways/vies/client';
import { Workshop } from '../../papers/workshop';
import { keyedHash } from '../../store/access/keyed-hash';
import { type WatchCall, watchedGateway } from '../../telemetry/gateway-calls';
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
  store: { ping(): Promise<void> };
  close(): Promise<void>;
}

/** See what a worker asks of others. */
interface WatchedOutside {
  call: WatchCall;
  clientCalls: readonly WorkflowClientInterceptor[];
}

/** Opens the connections of a worker and makes its activities from them. */
export async function openWorkerParts(
  settings: WorkerSettings,
  log: Logger,
  watching: WatchedOutside,
): Promise<WorkerParts> {
  const { call: watch, clientCalls } = watching;
  const tell = tellingOf(settings, log);
  const [store, client] = await Promise.all([
    openStore(settings.mongo, tell),
    openTemporal(settings.temporal, tell, clientCalls),
  ]);
  await store.ensureIndexes();
  const { FULFILMENT_URL, AVENANT_SEARCH_SECRET } = settings;
  const dependencies = {
    store,
    paymentGateway: watchedGateway(settings.gateway.name, settings.gateway, PAYMENT_CALLS, watch),
    vatRegister: vatRegisterOf(settings, watch),
    fulfilment: present({
      local: localFulfilment(),
      http: FULFILMENT_URL === undefined ? undefined : fulfilmentAt(FULFILMENT_URL, watch),
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
    const mail = watchedGateway('smtp', smtpMail({ ...settings.mail, connections: LETTERS_AT_ONCE }), ['post'], watch);
    const sender = { ...dependencies, ...present({ publicUrl: settings.PUBLIC_URL }), mail, workshop };
    background.push(new MailSending(sender), new SupportMails(dependencies));
  }
  const close = async (): Promise<void> => {
    await workshop.close();
    await client.connection.close();
    await store.close();
  };
  return { activities: createActivities(dependencies), background, client, store, close };
}

/** VIES, and beside it HMRC where the seller has access to it; one that blocks us is no reason to leave the other alone. */
function vatRegisterOf(settings: WorkerSettings, watch: WatchCall): VatRegister {
  const { VIES_URL, HMRC_URL, HMRC_CLIENT_ID, HMRC_CLIENT_SECRET } = settings;
  const watched = (name: string, register: VatRegister) => watchedGateway(name, register, ['check'], watch);
  const vies = sparingRegister(watched('vies', viesRegister({ baseUrl: VIES_URL })));
  if (HMRC_CLIENT_ID === undefined || HMRC_CLIENT_SECRET === undefined) return vies;
  const hmrc = { baseUrl: HMRC_URL, clientId: HMRC_CLIENT_ID, clientSecret: HMRC_CLIENT_SECRET };
  return registersByPrefix(vies, { GB: sparingRegister(watched('hmrc', hmrcRegister(hmrc))) });
}

const fulfilmentAt = (baseUrl: string, watch: WatchCall): FulfilmentPort =>
  watchedGateway('fulfilment', httpFulfilment({ baseUrl }), ['place', 'lookup'], watch);

/** All that a payment gateway is asked. */
const PAYMENT_CALLS = [
  ...(['createSetup', 'lookupSetup', 'authorize', 'capture', 'charge', 'void', 'refund'] as const),
  ...(['lookup', 'listCharges'] as const),
];

/** What should be known of a connection and keeps nobody from working: of interest where it is the real one. */
export const tellingOf =
  ({ AVENANT_ENV }: Pick<WorkerSettings, 'AVENANT_ENV'>, log: Logger) =>
  (line: string): void =>
    log[AVENANT_ENV === 'production' ? 'warn' : 'info'](line);
