import type { OrderDocument } from '../../schemas/orders/order';
import { Desk, type Event, FlowApi, type Problem } from './flow-api';
import { accountBody, CONTACT, type Customer, MORNING, PRODUCT, PRODUCT_BODY, subscriptionBody } from './flow-facts';
import type { FlowStand } from './flow-stand';
import { PATIENCE, until } from './within';

interface Money {
  amount: string;
  currency: string;
}

interface LedgerView {
  balance: Money;
  items: { kind: string; amount: Money; balanceAfter: Money; changeId: string }[];
}

export interface MailView {
  kind: string;
  accountId: string;
  recipientId: string;
  locale: string;
  subject: string;
  body: string;
  sentAt: string | null;
}

export interface Wish {
  tierId?: string;
  seats?: number;
  frequency?: string;
  expectedSeats?: number;
  liftEnd?: true;
  endTrial?: true;
  effective?: 'now' | 'period_end';
}

/** The people of a stand. */
export interface Shop {
  stand: FlowStand;
  service: FlowApi;
  agent: Desk;
  lead: Desk;
  secondLead: Desk;
  /** Brings a new customer in, with one subscription. */
  customer(facts?: Customer): Promise<Buyer>;
}

export async function openShop(stand: FlowStand): Promise<Shop> {
  stand.clock.set(MORNING);
  const serviceKey = await stand.key('service');
  const desk = async (role: 'support_agent' | 'support_lead', name: string) =>
    new Desk(stand.url, await stand.key(role, name));
  const service = new FlowApi(stand.url, serviceKey);
  await service.put(`/v1/catalog/${PRODUCT}`, PRODUCT_BODY);
  let customers = 0;
  return {
    ...{ stand, service },
    agent: await desk('support_agent', 'agnes'),
    lead: await desk('support_lead', 'lea'),
    secondLead: await desk('support_lead', 'louis'),
    async customer(facts = {}) {
      customers += 1;
      // Several may come at once.
      const name = String(customers);
      // A key of their own: what is limited for one caller is not limited for all customers of a stand together.
      const buyer = new Buyer(stand, await stand.key('service'), name);
      await service.put(`/v1/accounts/${buyer.account}`, accountBody(facts));
      await service.put(`/v1/subscriptions/${buyer.subscription}`, subscriptionBody(buyer.account, facts));
      return buyer;
    },
  };
}

/** The billing contact of one account, by way of the vendor's service. */
export class Buyer extends FlowApi {
  readonly account: string;
  readonly subscription: string;
  readonly #stand: FlowStand;
  readonly #key: string;
  readonly #name: string;

  constructor(stand: FlowStand, key: string, name: string, person = CONTACT) {
    super(stand.url, key, person);
    this.#stand = stand;
    this.#key = key;
    this.#name = name;
    this.account = `acc_${name}`;
    this.subscription = `sub_${name}`;
  }

  async start(wish: Wish): Promise<OrderDocument> {
    const body = { subscriptionId: this.subscription, ...wish };
    return (await this.ask<OrderDocument>('POST', '/v1/changes', { body, expect: [201] })).body;
  }

  /** One order of several subscriptions. */
  async startSeveral(changes: (Wish & { subscriptionId: string })[]): Promise<OrderDocument> {
    return (await this.ask<OrderDocument>('POST', '/v1/changes', { body: { changes }, expect: [201] })).body;
  }

  async refusedStart(wish: Wish & { subscriptionId?: string }): Promise<Problem> {
    const body = { subscriptionId: this.subscription, ...wish };
    return (await this.ask<Problem>('POST', '/v1/changes', { body, expect: [403, 404, 409, 422] })).body;
  }

  /** Either answer may be right: for races. */
  tryToStart(wish: Wish, idempotencyKey?: string): Promise<{ status: number; body: Problem }> {
    const body = { subscriptionId: this.subscription, ...wish };
    const key = idempotencyKey === undefined ? {} : { idempotencyKey };
    return this.ask<Problem>('POST', '/v1/changes', { body, expect: [201, 409], ...key });
  }

  /** The same person at another API. */
  at(url: string): Buyer {
    return new Buyer({ ...this.#stand, url }, this.#key, this.#name);
  }

  /** Another person, on the same account and subscription. */
  as(person: string): Buyer {
    return new Buyer(this.#stand, this.#key, this.#name, person);
  }

  /** Brings a second subscription in and returns its id. */
  async anotherSubscription(facts: Customer): Promise<string> {
    const subscription = `${this.subscription}_more`;
    const service = new FlowApi(this.#stand.url, await this.#stand.key('service'));
    await service.put(`/v1/subscriptions/${subscription}`, subscriptionBody(this.account, facts));
    return subscription;
  }

  /** Starts a change and checks it out. */
  async checkOut(wish: Wish): Promise<OrderDocument> {
    const { changeId } = await this.start(wish);
    return this.send(changeId, { type: 'CHECKOUT' });
  }

  /** Places what is checked out, as it was seen. */
  place({ changeId, quote }: OrderDocument, more: Partial<Event> = {}): Promise<OrderDocument> {
    return this.send(changeId, { type: 'PLACE_ORDER', ...(quote ? { quoteHash: quote.hash } : {}), ...more });
  }

  async buy(wish: Wish): Promise<OrderDocument> {
    return this.place(await this.checkOut(wish));
  }

  edit(changeId: string, wish: Wish): Promise<OrderDocument> {
    return this.send(changeId, this.editing(wish));
  }

  editing({ effective, ...terms }: Wish): Event {
    const changes = [{ subscriptionId: this.subscription, ...terms }];
    return { type: 'EDIT', changes, ...(effective === undefined ? {} : { effective }) };
  }

  /** Waits until the order is there; what brings it there is nothing that this caller did. */
  async reaches(
    changeId: string,
    state: string,
    isLike: (order: OrderDocument) => boolean = () => true,
  ): Promise<OrderDocument> {
    let order = await this.look(changeId);
    await until(PATIENCE, `${state} (it is in ${order.state})`, async () => {
      order = await this.look(changeId);
      return order.state === state && isLike(order);
    });
    return order;
  }

  /** What the gateway itself has on its books for an order, in cents: "charge 20160". */
  async gatewayBook(changeId: string): Promise<string[]> {
    const rows = await this.#stand.payments().ledger();
    return rows.filter(({ reference }) => reference.includes(changeId)).map(({ kind, amount }) => `${kind} ${amount}`);
  }

  /** The whole ledger of the account: "charge -248.00". */
  async ledger(): Promise<{ balance: string; entries: string[] }> {
    const { balance, items } = await this.get<LedgerView>(`/v1/accounts/${this.account}/ledger?limit=100`);
    return { balance: balance.amount, entries: items.map(({ kind, amount }) => `${kind} ${amount.amount}`) };
  }

  async mails(): Promise<MailView[]> {
    const service = new FlowApi(this.#stand.url, await this.#stand.key('operator', 'otto'));
    const { items } = await service.get<{ items: MailView[] }>('/v1/outbox');
    return items.filter(({ accountId }) => accountId === this.account);
  }

  async terms(): Promise<{ tierId: string; seats: number; frequency: string; period: object }> {
    const { tierId, seats, frequency, period } = await this.get<Required<Wish> & { period: object }>(
      `/v1/subscriptions/${this.subscription}`,
    );
    return { tierId, seats, frequency, period };
  }

  assign(userId: string): Promise<void> {
    return this.put(`/v1/subscriptions/${this.subscription}/seats/${userId}`);
  }
}
