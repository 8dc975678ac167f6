import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { callBack } from '../payment/calls';
import type { Effect, FaultScript, GatewayOperation } from '../payment/faults';
import { jsonReply, type SandboxReply } from '../sandbox-server';
import type { StripeBook } from './book';
import { keyInUse, keyReused, refuseAsStripe, type StripeAnswer, toReply } from './errors';

/** One call of Stripe's API: scripted faults around a commit that an idempotency key makes happen once. */

export interface StripeCall {
  operation: GatewayOperation;
  /** Ours, as far as the call says it. */
  reference: string;
  /** Absent for calls that read. */
  key?: string;
  /** Method, path and parameters, to which the key is bound. */
  request: unknown;
  commit(effect: Effect | undefined): StripeAnswer;
}

/** Runs a call and the fault that is scripted for it. The commit is synchronous, so it is all or nothing. */
export async function runStripeCall(book: StripeBook, faults: FaultScript, call: StripeCall): Promise<SandboxReply> {
  const { key } = call;
  if (key !== undefined && book.running.has(key)) return toReply(keyInUse());
  const effect = faults.take(call.operation, call.reference);
  if (key !== undefined) book.running.add(key);
  try {
    const early = await beforeCommit(effect, call);
    if (early !== undefined) return early;
    return await afterCommit(effect, call, commitOnce(book, call, effect));
  } finally {
    if (key !== undefined) book.running.delete(key);
  }
}

async function beforeCommit(effect: Effect | undefined, call: StripeCall): Promise<SandboxReply | undefined> {
  switch (effect?.fault) {
    case 'down':
    case 'drop_before_commit':
      return { kind: 'drop' };
    case 'timeout_before_commit':
      return { kind: 'hang' };
    case 'error_before_commit':
      return toReply(refuseAsStripe(effect.status, { code: effect.code }));
    case 'slow':
      // Worked on all the while, so that the same key meets itself.
      await pause(effect.milliseconds);
      return undefined;
    case 'callback':
      if (effect.when === 'after_commit') return undefined;
      await callBack(effect, call);
      return effect.afterwards === 'drop' ? { kind: 'drop' } : undefined;
    default:
      return undefined;
  }
}

function commitOnce(book: StripeBook, call: StripeCall, effect: Effect | undefined): StripeAnswer {
  const { key } = call;
  if (key === undefined) return call.commit(effect);
  const fingerprint = createHash('sha256').update(JSON.stringify(call.request)).digest('hex');
  const stored = book.answers.get(key);
  if (stored !== undefined) return stored.fingerprint === fingerprint ? stored : keyReused();
  const answer = call.commit(effect);
  const kept = effect?.fault === 'error_after_commit' ? refuseAsStripe(effect.status) : answer;
  // A copy: what is replayed later is this answer, not the state of that day.
  book.answers.set(key, structuredClone({ ...kept, fingerprint }));
  return kept;
}

async function afterCommit(effect: Effect | undefined, call: StripeCall, answer: StripeAnswer): Promise<SandboxReply> {
  switch (effect?.fault) {
    case 'drop_after_commit':
      return { kind: 'drop' };
    case 'timeout_after_commit':
      return { kind: 'hang' };
    case 'garbage':
      return garbage(effect.kind, answer);
    case 'callback':
      if (effect.when === 'before_commit') return toReply(answer);
      await callBack(effect, call);
      return effect.afterwards === 'drop' ? { kind: 'drop' } : toReply(answer);
    default:
      return toReply(answer);
  }
}

function garbage(kind: 'html' | 'wrong_shape' | 'oversize' | 'wrong_amount', answer: StripeAnswer): SandboxReply {
  switch (kind) {
    case 'html':
      return { kind: 'text', status: 200, type: 'text/html', text: '<html>Service busy</html>' };
    case 'wrong_shape':
      return jsonReply(200, { ok: true });
    case 'oversize':
      return jsonReply(200, { filler: 'x'.repeat(2 ** 20) });
    case 'wrong_amount':
      return jsonReply(answer.status, { ...Object(answer.body), amount: 1 });
  }
}
