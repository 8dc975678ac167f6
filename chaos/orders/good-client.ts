import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { present } from '../../billing/present';
import { type ApiAnswer, ApiClient, type ApiOptions } from '../../dev/stack/api-client';
import { TENANT } from '../../dev/stack/prepare-store';
import type { OrderDocument } from '../../schemas/orders/order';
import { updateIdOf } from '../../server/http/identifiers';
import { readApiKey } from '../../server/identity/api-keys';
import type { Command, Journal, Told } from './journal';

interface Sending {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
  ifMatch?: string | undefined;
  /** Seconds to wait for the order to settle. */
  wait?: number | undefined;
}

/** Seconds that an order may take to settle before an answer comes without it. */
const WAIT_SECONDS = 10;
/** So many times an order that was told not to have settled yet is asked for again. */
const MOST_LOOKS = 6;
const GIVES_UP_WAITING_AFTER_MS = 30_000;
const FIRST_BACK_OFF_MS = 250;
const LONGEST_BACK_OFF_MS = 4_000;

/**
 * A good client of the API, which runs in several processes: one key for a command, the same request again with it when
 * nobody knows what became of it, with back-off or as the answer says, at whichever process answers.
 */
export class GoodClient {
  readonly #apis: readonly ApiClient[];
  readonly #principalId: string;
  readonly #onBehalfOf: string | undefined;
  readonly #journal: Journal;
  #at: number;

  constructor(
    urls: readonly string[],
    key: string,
    journal: Journal,
    person?: { onBehalfOf: string; startsAt: number },
  ) {
    this.#apis = urls.map((url) => new ApiClient(url, key));
    this.#principalId = `key:${readApiKey(key)?.keyId}`;
    this.#journal = journal;
    this.#onBehalfOf = person?.onBehalfOf;
    this.#at = person?.startsAt ?? 0;
  }

  /** A fact of the system of record. @throws Error when it is refused */
  async put(path: string, body: unknown): Promise<void> {
    const { status, body: told } = await this.#untilAnswered({ method: 'PUT', path, body });
    if (status >= 300) throw new Error(`PUT ${path} was answered ${status}: ${JSON.stringify(told)}`);
  }

  /** The order as it is, and the tag of what was seen. */
  async look(changeId: string): Promise<{ order: OrderDocument; etag: string }> {
    const path = `/v1/changes/${changeId}`;
    const { status, headers, body } = await this.#untilAnswered({ method: 'GET', path });
    if (status !== 200) throw new Error(`GET ${path} was answered ${status}: ${JSON.stringify(body)}`);
    return { order: body as OrderDocument, etag: headers.get('etag') ?? '' };
  }

  /** The order where it has settled after a command that was accepted; null where that takes too long. */
  async settledAfter(path: string): Promise<OrderDocument | null> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const { status, body } = await this.#untilAnswered({ method: 'GET', path });
      if (status === 200) return body as OrderDocument;
      if (status !== 202) throw new Error(`GET ${path} was answered ${status}: ${JSON.stringify(body)}`);
    }
    return null;
  }

  /** Starts an order. */
  start(body: object): Promise<Command> {
    return this.#command({ method: 'POST', path: '/v1/changes', body }, { type: 'START', changeId: null });
  }

  /** Sends an event, once. */
  send(
    changeId: string,
    event: { type: string } & object,
    { ifMatch, wait }: Pick<Sending, 'ifMatch' | 'wait'> = {},
  ): Promise<Command> {
    const path = `/v1/changes/${changeId}/events`;
    return this.#command({ method: 'POST', path, body: event, ifMatch, wait }, { type: event.type, changeId });
  }

  async #command(sending: Sending, { type, changeId }: Pick<Command, 'type' | 'changeId'>): Promise<Command> {
    const idempotencyKey = randomUUID();
    const request = { tenantId: TENANT, principalId: this.#principalId, key: idempotencyKey };
    const command: Command = {
      type,
      changeId,
      updateId: changeId === null ? null : updateIdOf(request, changeId),
      attempts: [],
      told: {},
      status: 0,
      settlesAt: null,
    };
    this.#journal.add(command);
    const { status, headers, body } = await this.#untilAnswered(sending, {
      idempotencyKey,
      attempts: command.attempts,
    });
    Object.assign(command, { status, told: body ?? {}, changeId: changeId ?? body?.changeId ?? null });
    if (status === 202) command.settlesAt = headers.get('location');
    return command;
  }

  async #untilAnswered(
    { method, path, body, ifMatch, wait = WAIT_SECONDS }: Sending,
    { idempotencyKey, attempts = [] }: { idempotencyKey?: string; attempts?: string[] } = {},
  ): Promise<ApiAnswer<Told>> {
    const options: ApiOptions = present({ wait, idempotencyKey, ifMatch, onBehalfOf: this.#onBehalfOf });
    for (let backOff = FIRST_BACK_OFF_MS; ; backOff = Math.min(LONGEST_BACK_OFF_MS, backOff * 2)) {
      this.#journal.deadline.throwIfAborted();
      const answer = await this.#ask(method, path, body, options);
      attempts.push(answer === null ? 'lost' : `${answer.status} ${answer.body?.code ?? ''}`.trim());
      if (answer !== null && !isOpen(answer)) return answer;
      const asked = Number(answer?.headers.get('retry-after') ?? 0) * 1_000;
      // A lease may be told in half a minute; a key is free as soon as its request has ended.
      await pause(Math.min(LONGEST_BACK_OFF_MS, Math.max(asked, backOff)), undefined, {
        signal: this.#journal.deadline,
      });
      this.#at += 1;
    }
  }

  /** Null when the connection was lost, or nothing was said in time. */
  async #ask(method: string, path: string, body: unknown, options: ApiOptions): Promise<ApiAnswer<Told> | null> {
    const api = this.#apis[this.#at % this.#apis.length];
    const signal = AbortSignal.timeout(GIVES_UP_WAITING_AFTER_MS);
    return (await api?.request<Told>(method, path, body, { ...options, signal }).catch(() => null)) ?? null;
  }
}

/** Nobody knows yet what became of the request, so the same one is sent again. */
const isOpen = ({ status, body }: ApiAnswer<Told>): boolean =>
  status >= 500 || status === 429 || (status === 409 && body?.code === 'idempotency_key_in_progress');
