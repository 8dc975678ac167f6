import type { ApiAnswer, ApiClient } from '../stack/api-client';
import { NotAsTold, type Order, tellOrder, tellStory } from './story';

interface Problem {
  code: string;
  missing?: string[];
}

/** Somebody who acts on orders through the API: a billing contact by way of a service, or support. */
export class Customer {
  readonly #api: ApiClient;
  readonly #onBehalfOf: string | undefined;

  constructor(api: ApiClient, onBehalfOf?: string) {
    this.#api = api;
    this.#onBehalfOf = onBehalfOf;
  }

  async start(change: { subscriptionId: string; tierId?: string; seats?: number; frequency?: string }): Promise<Order> {
    return this.#order(await this.#api.post<Order>('/v1/changes', change, this.#options()));
  }

  async send(changeId: string, event: { type: string } & Record<string, unknown>, wait = 30): Promise<Order> {
    return this.#order(
      await this.#api.post<Order>(`/v1/changes/${changeId}/events`, event, { ...this.#options(), wait }),
    );
  }

  /** Sends an event as support does: with a reason, and bound to what was seen. */
  async sendAsSeen(order: Order, event: { type: string } & Record<string, unknown>): Promise<Order> {
    const { headers } = await this.#api.get<Order>(`/v1/changes/${order.changeId}`, this.#options());
    const ifMatch = headers.get('etag') ?? '';
    const body = { reasonCode: 'demo', reason: 'Part of the demo story', ...event };
    return this.#order(
      await this.#api.post<Order>(`/v1/changes/${order.changeId}/events`, body, {
        ...this.#options(),
        ifMatch,
        wait: 30,
      }),
    );
  }

  async refused(changeId: string, event: { type: string }): Promise<Problem> {
    const { status, body } = await this.#api.post<Problem>(`/v1/changes/${changeId}/events`, event, this.#options());
    if (status < 400) throw new NotAsTold(`${event.type} was accepted.`);
    return body;
  }

  async look(changeId: string): Promise<Order> {
    return (await this.#api.get<Order>(`/v1/changes/${changeId}`, this.#options())).body;
  }

  async get<Body>(path: string): Promise<Body> {
    const { status, body } = await this.#api.get<Body>(path, this.#options());
    if (status >= 300) throw new NotAsTold(`GET ${path} was answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async assign(subscriptionId: string, userId: string): Promise<void> {
    const path = `/v1/subscriptions/${subscriptionId}/seats/${userId}`;
    const { status, body } = await this.#api.request('PUT', path, undefined, this.#options());
    if (status >= 300) throw new NotAsTold(`PUT ${path} was answered ${status}: ${JSON.stringify(body)}`);
  }

  #options() {
    return this.#onBehalfOf === undefined ? {} : { onBehalfOf: this.#onBehalfOf };
  }

  #order(answer: ApiAnswer<Order>): Order {
    if (answer.status >= 300) throw new NotAsTold(`The API answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    // A worker that is gone does not say where what it has accepted leads.
    if ('quote' in answer.body) tellOrder(answer.body);
    else tellStory('Accepted; where it leads is not known yet.');
    return answer.body;
  }
}
