import { Gate } from 'statechart-host/testing';
import { createActivities, type Dependencies } from '../../activities';
import type { Activities } from '../../activities/contract';
import type { Account, Change, Product, Subscription } from '../../billing/facts/types';
import type { Quote } from '../../billing/quotes/types';
import { localFulfilment } from '../../gateways/fulfilment/local';
import type { FulfilmentPort } from '../../gateways/fulfilment/port';
import type { VatAnswer, VatRegister } from '../../gateways/vat-register/port';
import type { AssessInput, OrderSteps, Quoted, QuoteStepInput, Visit } from '../../machines/subscription-change/steps';
import type { Store } from '../../store';
import { newId, openTestStore, sampleSubscription, TENANT } from '../store/test-store';
import { ScriptedGateway } from './payment/scripted-gateway';

export { newId, TENANT };

export const NOON = new Date('2026-03-12T12:00:00.000Z');

/** A signal that a workflow was sent. */
interface Sent {
  workflowId: string;
  signal: unknown;
  event: unknown;
}

export interface ActivityStand {
  store: Store & { databaseName: string };
  activities: Activities;
  gateway: ScriptedGateway;
  sent: Sent[];
  /** Writes down what it is asked for in `sent`. */
  temporalClient: Dependencies['temporalClient'];
  vatAnswers: Partial<VatAnswer>[];
  /** The fulfilment over HTTP: what was placed with it, and how it stands. */
  fulfilment: { placed: string[]; state: 'not_found' | 'pending' | 'done' | 'rejected' };
  /** Sets the clock, in seconds after noon. */
  at(seconds: number): void;
  /** The same activities, held up at named points: every attempt that arrives waits for its gate. */
  paused(point: string): { activities: Activities; gate: Gate };
  activitiesWith(different: Partial<Dependencies>): Activities;
  close(): Promise<void>;
}

/** The activities on a real MongoDB, with a clock that stands still and outside services that do as they are told. */
export async function openActivityStand(): Promise<ActivityStand> {
  const store = await openTestStore();
  const gateway = new ScriptedGateway();
  const sent: Sent[] = [];
  const vatAnswers: Partial<VatAnswer>[] = [];
  const fulfilment: ActivityStand['fulfilment'] = { placed: [], state: 'not_found' };
  let now = NOON;
  const temporalClient = recordingClient(sent);
  const dependencies: Dependencies = {
    store,
    paymentGateway: gateway,
    vatRegister: scriptedRegister(vatAnswers),
    fulfilment: { local: localFulfilment(), http: scriptedFulfilment(fulfilment) },
    temporalClient,
    clock: () => now,
    log: { info: () => {}, warn: () => {} },
  };
  return {
    store,
    gateway,
    sent,
    temporalClient,
    vatAnswers,
    fulfilment,
    activities: createActivities(dependencies),
    at: (seconds) => {
      now = new Date(NOON.getTime() + seconds * 1_000);
    },
    paused(point) {
      const gate = new Gate();
      const pauseAt = (name: string) => (name === point ? gate.pass() : Promise.resolve());
      return { gate, activities: createActivities({ ...dependencies, pauseAt }) };
    },
    activitiesWith: (different) => createActivities({ ...dependencies, ...different }),
    close: () => store.close(),
  };
}

/** An account with a product and one subscription of five seats; each call makes others. */
export async function openAccount(
  { store }: ActivityStand,
  more: { account?: Partial<Account>; subscription?: Partial<Subscription>; balance?: string } = {},
) {
  const accountId = newId('acc');
  const account: Account = {
    tenantId: TENANT,
    accountId,
    kind: 'standard',
    currency: 'EUR',
    timeZone: 'Europe/Paris',
    locale: 'fr',
    country: 'FR',
    billingContactIds: ['claire'],
    seatAdminIds: ['sam'],
    pastDue: false,
    version: 1,
    paymentMethod: 'pm_ok',
    ...more.account,
  };
  const subscription = sampleSubscription({ accountId, ...more.subscription });
  await store.accounts.put(account);
  await store.subscriptions.put(subscription);
  await store.products.put(PRODUCT);
  if (more.balance !== undefined) await credit(store, accountId, more.balance);
  return { account, subscription, changeId: newId('change'), key: { tenantId: TENANT, accountId } };
}
export type OpenedAccount = Awaited<ReturnType<typeof openAccount>>;

/** Puts money on an account's balance. */
export async function credit(store: Store, accountId: string, amount: string): Promise<void> {
  const reference = newId('credit');
  const movement = { reference, kind: 'adjustment' as const, amount, currency: 'EUR' };
  await store.ledger.append({
    tenantId: TENANT,
    accountId,
    changeId: 'opening',
    at: NOON,
    references: [reference],
    place: () => [{ ...movement, sequence: 1, balanceAfter: amount }],
  });
}

export const visitOf = ({ account, changeId }: OpenedAccount, visit = 1): Visit => ({
  tenantId: TENANT,
  accountId: account.accountId,
  changeId,
  visit,
});

/** Three more seats. */
export const addSeats = ({ subscription }: OpenedAccount): Change[] => [
  { subscriptionId: subscription.subscriptionId, seats: subscription.seats + 3 },
];

export const assessInput = (opened: OpenedAccount, more: Partial<AssessInput> = {}): AssessInput => ({
  ...visitOf(opened),
  actor: { userId: 'claire', role: 'billing_contact' },
  changes: addSeats(opened),
  effective: 'now',
  ...more,
});

export const quoteInput = (opened: OpenedAccount, more: Partial<QuoteStepInput> = {}): QuoteStepInput => ({
  ...visitOf(opened),
  changes: addSeats(opened),
  includesCart: false,
  vat: null,
  vatItem: null,
  effective: 'now',
  waitedFor: null,
  previousDue: null,
  previousQuoteId: null,
  ...more,
});

/** Assesses and quotes, as an order does before it is placed. */
export async function quoted(
  stand: ActivityStand,
  opened: OpenedAccount,
  more: Partial<QuoteStepInput> = {},
): Promise<Quote> {
  const { activities } = stand;
  const { changes = addSeats(opened) } = more;
  const assessed = await activities.assess(assessInput(opened, { changes }));
  if (!assessed.accepted) throw new Error(`refused: ${assessed.refusal.code}`);
  return (await priced(activities, quoteInput(opened, more))).quote;
}

/** A price that the rules allow. */
export async function priced({ quote }: Pick<OrderSteps, 'quote'>, input: QuoteStepInput): Promise<Quoted> {
  const answer = await quote(input);
  if ('refusal' in answer) throw new Error(`refused: ${answer.refusal.code}`);
  return answer;
}

const price = (frequency: 'month' | 'year', unitPrice: string) => ({
  frequency,
  currency: 'EUR',
  validFrom: '2020-01-01',
  bands: [{ fromSeats: 1, unitPrice }],
});

const PRODUCT: Product = {
  tenantId: TENANT,
  productId: 'webinar',
  name: 'Webinar',
  tiers: [
    {
      tierId: 'starter',
      name: 'Starter',
      rank: 1,
      minSeats: 1,
      maxSeats: 500,
      prices: [price('month', '29.00'), price('year', '290.00')],
    },
    {
      tierId: 'professional',
      name: 'Professional',
      rank: 2,
      minSeats: 1,
      maxSeats: 500,
      prices: [price('month', '55.00'), price('year', '550.00')],
    },
  ],
  version: 1,
};

function scriptedRegister(answers: Partial<VatAnswer>[]): VatRegister {
  return {
    async check(vatNumber, { checkedAt, requester = null }) {
      const evidence = {
        register: 'vies',
        vatNumber,
        requester,
        checkedAt,
        consultationNumber: 'WAPIAAAA',
        requestDate: checkedAt,
        traderName: null,
        traderAddress: null,
        traderMatches: {},
        httpStatus: 200,
        rawAnswer: '{}',
        isRawAnswerCut: false,
        clientVersion: 'test',
      };
      return { outcome: 'valid', ...answers.shift(), evidence } as VatAnswer;
    },
  };
}

function scriptedFulfilment(scripted: ActivityStand['fulfilment']): FulfilmentPort {
  const stateOf = (fulfilmentReference: string) =>
    ({ fulfilmentReference, code: 'no_stock', status: scripted.state }) as const;
  return {
    name: 'http',
    async place({ reference }) {
      scripted.placed.push(reference);
      scripted.state = 'pending';
      return { status: 'pending', fulfilmentReference: reference };
    },
    lookup: async (reference) => stateOf(reference) as Awaited<ReturnType<FulfilmentPort['lookup']>>,
  };
}

function recordingClient(sent: Sent[]): Dependencies['temporalClient'] {
  const workflow = {
    getHandle: (workflowId: string) => ({
      signal: async (signal: unknown, event: unknown) => {
        sent.push({ workflowId, signal, event });
      },
    }),
    signalWithStart: async (
      _: string,
      options: { workflowId: string; signal: unknown; signalArgs: unknown[]; args: unknown[] },
    ) => {
      sent.push({
        workflowId: options.workflowId,
        signal: options.signal,
        event: [options.signalArgs[0], options.args[0]],
      });
    },
  };
  const withDeadline = <Answer>(_: number | Date, call: () => Promise<Answer>): Promise<Answer> => call();
  return { workflow, withDeadline } as unknown as Dependencies['temporalClient'];
}
