import { exchange, type HttpExchange } from '../../http';
import { refuseCardData } from '../card-data';
import { assertReference } from '../request-checks';

export interface SandboxAddress {
  /** Where the sandbox listens, e.g. `http://127.0.0.1:4010`. */
  baseUrl: string;
  apiKey?: string;
  timeoutMilliseconds?: number;
  maxAnswerBytes?: number;
}

const DEFAULT_TIMEOUT_MILLISECONDS = 10_000;
const DEFAULT_MAX_ANSWER_BYTES = 256 * 1024;

/** Requests as the sandbox gateway takes them; every POST carries its reference as idempotency key. */
export function sandboxTransport(options: SandboxAddress) {
  const limits = {
    timeoutMilliseconds: options.timeoutMilliseconds ?? DEFAULT_TIMEOUT_MILLISECONDS,
    maxAnswerBytes: options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES,
  };
  const authorization: Record<string, string> = options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {};
  const read = (path: string, query: Record<string, string>, signal: AbortSignal): Promise<HttpExchange> => {
    const url = new URL(path, options.baseUrl);
    url.search = new URLSearchParams(query).toString();
    return exchange({ method: 'GET', url, headers: authorization, signal, ...limits });
  };
  return {
    read,
    get(path: string, reference: string, signal: AbortSignal): Promise<HttpExchange> {
      assertReference(reference);
      return read(path, { reference }, signal);
    },
    post<Json extends { reference: string }>(path: string, json: Json, signal: AbortSignal): Promise<HttpExchange> {
      assertReference(json.reference);
      refuseCardData(json);
      const headers = { ...authorization, 'idempotency-key': json.reference };
      return exchange({ method: 'POST', url: new URL(path, options.baseUrl), headers, json, signal, ...limits });
    },
  };
}
