import type { z } from 'zod';
import type { Script } from './faults';
import type { MoneyMovement } from './types';
import type { Behaviour } from './webhooks';

/** Drives a running sandbox gateway over HTTP, so that it does not matter in which process it lives. */
export interface SandboxControl {
  /** Arms faults for the next calls that fit. */
  script(...faults: Script[]): Promise<void>;
  clearScript(): Promise<void>;
  /** Every money movement in order. One entry of kind `charge` for a reference means charged once. */
  ledger(filter?: { kind?: MoneyMovement['kind']; reference?: string }): Promise<MoneyMovement[]>;
  /** By OUR reference of the payment. */
  settle(payment: string): Promise<void>;
  fail(payment: string, code?: string): Promise<void>;
  reverse(payment: string, code?: string): Promise<void>;
  /** Money that was taken back has come back. */
  restore(payment: string): Promise<void>;
  /** The customer's answer on the bank's page; the HTTP status says whether it counted. */
  confirm(url: string, outcome?: 'accept' | 'refuse'): Promise<number>;
  webhooks: {
    behave(behaviour: z.input<typeof Behaviour>): Promise<void>;
    release(order?: 'as_created' | 'reversed'): Promise<void>;
  };
}

/** Throws Error, with method, path, status and body, when the sandbox refuses. */
export function sandboxControl(url: string): SandboxControl {
  const send = async (method: string, path: string, body?: unknown): Promise<string> => {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text;
  };
  const post = async (path: string, body: unknown): Promise<void> => {
    await send('POST', path, body);
  };
  return {
    script: (...faults) => post('/script', faults),
    clearScript: async () => {
      await send('DELETE', '/script');
    },
    ledger: async (filter = {}) => {
      const { entries } = JSON.parse(await send('GET', `/ledger?${new URLSearchParams(filter)}`));
      return entries;
    },
    settle: (payment) => post('/settle', { payment }),
    fail: (payment, code) => post('/fail', { payment, code }),
    reverse: (payment, code) => post('/reverse', { payment, code }),
    restore: (payment) => post('/restore', { payment }),
    confirm: async (page, outcome = 'accept') => {
      const answer = await fetch(page, { method: 'POST', body: new URLSearchParams({ outcome }) });
      await answer.text();
      return answer.status;
    },
    webhooks: {
      behave: (behaviour) => post('/webhooks/behaviour', behaviour),
      release: (order = 'as_created') => post('/webhooks/release', { order }),
    },
  };
}
