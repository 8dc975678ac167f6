import { randomUUID } from 'node:crypto';
import type { EventPreview } from '../../schemas/orders/event-preview';
import type { OrderDocument } from '../../schemas/orders/order';
import type { SeatFollowUpView } from '../../schemas/seats/follow-up';

export interface Problem {
  status: number;
  code: string;
  [member: string]: unknown;
}

export type Event = { type: string } & Record<string, unknown>;

interface Call {
  body?: unknown;
  ifMatch?: string | null;
  /** A new one for every call when left out. */
  idempotencyKey?: string;
  /** Statuses that are told; anything else fails the test with all there is to know. */
  expect?: readonly number[];
}

interface Reply<Body> {
  status: number;
  etag: string | null;
  body: Body;
}

/** Seconds to wait for an order to settle; longer than anything takes. */
const WAIT = 15;
const ANY_REFUSAL = [400, 403, 404, 409, 412, 422, 428];

/** Somebody who calls the API with one key: a service for a person, or a member of staff. */
export class FlowApi {
  readonly #url: string;
  readonly #key: string;
  readonly #onBehalfOf: string | undefined;

  constructor(url: string, key: string, onBehalfOf?: string) {
    this.#url = url;
    this.#key = key;
    this.#onBehalfOf = onBehalfOf;
  }

  async ask<Body>(method: string, path: string, call: Call = {}): Promise<Reply<Body>> {
    const { body, ifMatch, idempotencyKey = randomUUID(), expect = [200] } = call;
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        prefer: `wait=${WAIT}`,
        'idempotency-key': idempotencyKey,
        ...(this.#onBehalfOf === undefined ? {} : { 'avenant-on-behalf-of': this.#onBehalfOf }),
        ...(ifMatch == null ? {} : { 'if-match': ifMatch }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status } = response;
    if (!expect.includes(status)) throw new Error(`${method} ${path} was answered ${status}: ${text}`);
    return { status, etag: response.headers.get('etag'), body: (text === '' ? null : JSON.parse(text)) as Body };
  }

  async get<Body>(path: string): Promise<Body> {
    return (await this.ask<Body>('GET', path)).body;
  }

  /** A page in French, as a browser gets it. */
  async page(path: string): Promise<string> {
    const headers = { authorization: `Bearer ${this.#key}`, accept: 'text/html', 'accept-language': 'fr' };
    const response = await fetch(`${this.#url}${path}`, { headers });
    if (response.status !== 200) throw new Error(`${path} was answered ${response.status}`);
    return response.text();
  }

  async put(path: string, body?: unknown): Promise<void> {
    await this.ask('PUT', path, { body, expect: [200, 204] });
  }

  async send(changeId: string, event: Event): Promise<OrderDocument> {
    return (await this.ask<OrderDocument>('POST', `/v1/changes/${changeId}/events`, { body: event })).body;
  }

  /** Sends what is to be refused. */
  async refused(changeId: string, event: Event): Promise<Problem> {
    const call = { body: event, expect: ANY_REFUSAL };
    return (await this.ask<Problem>('POST', `/v1/changes/${changeId}/events`, call)).body;
  }

  look(changeId: string): Promise<OrderDocument> {
    return this.get(`/v1/changes/${changeId}`);
  }

  settled(changeId: string): Promise<OrderDocument> {
    return this.get(`/v1/changes/${changeId}?wait=settled`);
  }
}

const MOVED_ON = 412;
const WHY = { reasonCode: 'flow_test', reason: 'Part of a scenario' };

/** Support: every event is bound to what was seen and says why. */
export class Desk extends FlowApi {
  async act(changeId: string, event: Event): Promise<OrderDocument> {
    return (await this.#bound<OrderDocument>(changeId, event, [200])).body;
  }

  /** Asks for what needs a second person, and gets the request to be approved. */
  async request(changeId: string, event: Event): Promise<Event> {
    const { grantId } = (await this.#bound<{ grantId: string }>(changeId, event, [202])).body;
    return { ...event, grantId };
  }

  /** Asks for an act of two persons that is no event, or approves it, upon the order as it is seen; what is refused is told. */
  async actOfTwo<Body>(path: `/v1/changes/${string}/${string}`, body: object, status: number): Promise<Body> {
    const { etag } = await this.ask('GET', path.slice(0, path.lastIndexOf('/')));
    const answer = await this.ask<Body>('POST', path, { body, ifMatch: etag, expect: [status, MOVED_ON] });
    // It was written that the order had moved on between the two.
    return answer.status === status ? answer.body : this.actOfTwo(path, body, status);
  }

  /** The follow-up of new seats. */
  seats(subscriptionId: string): Promise<SeatFollowUpView> {
    return this.get(`/v1/subscriptions/${subscriptionId}/seat-follow-up`);
  }

  /** Sends it one event, bound to what was seen; what is refused is told. */
  async actOnSeats(subscriptionId: string, type: string): Promise<Reply<SeatFollowUpView>> {
    const path = `/v1/subscriptions/${subscriptionId}/seat-follow-up`;
    const { etag } = await this.ask('GET', path);
    const call = { body: { ...WHY, type }, ifMatch: etag, expect: [200, ...ANY_REFUSAL] };
    return this.ask<SeatFollowUpView>('POST', `${path}/events`, call);
  }

  async refusedAct(changeId: string, event: Event): Promise<Problem> {
    return (await this.#bound<Problem>(changeId, event, ANY_REFUSAL)).body;
  }

  /** What an event would do. */
  async preview(changeId: string, event: Event): Promise<EventPreview> {
    return (await this.#tried<EventPreview>(changeId, event, [200])).body;
  }

  async refusedPreview(changeId: string, event: Event): Promise<Problem> {
    return (await this.#tried<Problem>(changeId, event, ANY_REFUSAL)).body;
  }

  async #tried<Body>(changeId: string, event: Event, expect: readonly number[]): Promise<Reply<Body>> {
    const path = `/v1/changes/${changeId}`;
    const body = { ...WHY, ...event };
    const tried = (ifMatch: string | null, statuses: readonly number[]) =>
      this.ask<Body>('POST', `${path}/events/preview`, { body, ifMatch, expect: statuses });
    const reply = await tried((await this.ask('GET', path)).etag, [...expect, 412]);
    // On a busy machine the read model may be late; to wait for the order would leave a trace in its history.
    return reply.status === 412 ? tried(reply.etag, expect) : reply;
  }

  async #bound<Body>(changeId: string, event: Event, expect: readonly number[]): Promise<Reply<Body>> {
    const { etag } = await this.ask('GET', `/v1/changes/${changeId}?wait=settled`);
    const body = { ...WHY, ...event };
    return this.ask<Body>('POST', `/v1/changes/${changeId}/events`, { body, ifMatch: etag, expect });
  }
}
