import { randomUUID } from 'node:crypto';

/** The answer: the status, the headers and the body as JSON. */
export interface ApiAnswer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface ApiOptions {
  /** The person a service speaks for. */
  onBehalfOf?: string;
  ifMatch?: string;
  /** Seconds to wait for the order to settle. */
  wait?: number;
  idempotencyKey?: string;
  /** Ends the wait for an answer. */
  signal?: AbortSignal;
}

/** A caller of the API with one key, as a backend service would write it. */
export class ApiClient {
  readonly #url: string;
  readonly #key: string;
  readonly #locale: string;

  constructor(url: string, key: string, locale = 'en') {
    this.#url = url;
    this.#key = key;
    this.#locale = locale;
  }

  get<Body>(path: string, options: ApiOptions = {}): Promise<ApiAnswer<Body>> {
    return this.request('GET', path, undefined, options);
  }

  post<Body>(path: string, body: unknown, options: ApiOptions = {}): Promise<ApiAnswer<Body>> {
    return this.request('POST', path, body, { idempotencyKey: randomUUID(), ...options });
  }

  /** @throws Error when the fact was not taken */
  async put(path: string, body: unknown): Promise<void> {
    const { status, body: answer } = await this.request('PUT', path, body, {});
    if (status >= 300) throw new Error(`PUT ${path} was answered ${status}: ${JSON.stringify(answer)}`);
  }

  async request<Body>(method: string, path: string, body: unknown, options: ApiOptions): Promise<ApiAnswer<Body>> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#key}`, 'Accept-Language': this.#locale };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (options.onBehalfOf !== undefined) headers['Avenant-On-Behalf-Of'] = options.onBehalfOf;
    if (options.ifMatch !== undefined) headers['If-Match'] = options.ifMatch;
    if (options.wait !== undefined) headers.Prefer = `wait=${options.wait}`;
    if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey;
    const { signal = null } = options;
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers,
      body: JSON.stringify(body) ?? null,
      signal,
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? null : JSON.parse(text)) as Body,
    };
  }
}
