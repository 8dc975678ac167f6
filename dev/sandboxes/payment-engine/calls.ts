import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { jsonReply, type SandboxReply } from '../sandbox-server';
import type { GatewayBook } from './book';
import type { Effect, FaultScript, GatewayOperation } from './faults';
import type { GatewayAnswer } from './types';

/** One call of a gateway's API: scripted faults around a commit that an idempotency key makes happen once. */

export interface ApiCall {
  operation: GatewayOperation;
  /** Ours, as far as the call says it. */
  reference: string;
  /** Absent for calls that commit nothing. The key is bound to the request. */
  idempotency?: { key: string; request: unknown } | undefined;
  commit(effect: Effect | undefined): GatewayAnswer;
}

/** A gateway's words for the refusals that every call may meet. */
export interface CallRefusals {
  refuse(status: number, code?: string): GatewayAnswer;
  /** One key, two different requests. */
  keyReused(): GatewayAnswer;
  /** Where a gateway refuses a key that is in use, a slow call is slow before it commits; elsewhere its answer is late. */
  keyInUse?(): GatewayAnswer;
}

export interface Calls {
  book: GatewayBook;
  faults: FaultScript;
  refusals: CallRefusals;
}

/** Runs a call and the fault that is scripted for it, if any. The commit is synchronous, so it is all or nothing. */
export async function runCall(calls: Calls, call: ApiCall): Promise<SandboxReply> {
  const { running } = calls.book;
  const { keyInUse } = calls.refusals;
  const key = keyInUse && call.idempotency?.key;
  if (keyInUse && key !== undefined && running.has(key)) return toReply(keyInUse());
  const effect = calls.faults.take(call.operation, call.reference);
  if (key !== undefined) running.add(key);
  try {
    const early = await beforeCommit(calls, call, effect);
    return early ?? (await afterCommit(calls, call, effect, commitOnce(calls, call, effect)));
  } finally {
    if (key !== undefined) running.delete(key);
  }
}

async function beforeCommit(
  { refusals }: Calls,
  call: ApiCall,
  effect: Effect | undefined,
): Promise<SandboxReply | undefined> {
  switch (effect?.fault) {
    case 'down':
    case 'drop_before_commit':
      return { kind: 'drop' };
    case 'timeout_before_commit':
      return { kind: 'hang' };
    case 'error_before_commit':
      return toReply(refusals.refuse(effect.status, effect.code));
    case 'slow':
      if (refusals.keyInUse) await pause(effect.milliseconds);
      return undefined;
    case 'callback':
      if (effect.when === 'after_commit') return undefined;
      await callBack(effect, call);
      return effect.afterwards === 'drop' ? { kind: 'drop' } : undefined;
    default:
      return undefined;
  }
}

function commitOnce({ book, refusals }: Calls, call: ApiCall, effect: Effect | undefined): GatewayAnswer {
  if (call.idempotency === undefined) return call.commit(effect);
  const { key, request } = call.idempotency;
  const fingerprint = createHash('sha256')
    .update(`${call.operation}\n${JSON.stringify(request)}`)
    .digest('hex');
  const stored = book.answers.get(key);
  if (stored !== undefined) return stored.fingerprint === fingerprint ? stored : refusals.keyReused();
  const answer = call.commit(effect);
  const replayed = effect?.fault === 'error_after_commit' ? refusals.refuse(effect.status) : answer;
  // A copy: what is replayed later is this answer, not the state of that day.
  book.answers.set(key, structuredClone({ fingerprint, ...replayed }));
  book.save();
  return replayed;
}

async function afterCommit(
  { refusals }: Calls,
  call: ApiCall,
  effect: Effect | undefined,
  answer: GatewayAnswer,
): Promise<SandboxReply> {
  switch (effect?.fault) {
    case 'drop_after_commit':
      return { kind: 'drop' };
    case 'timeout_after_commit':
      return { kind: 'hang' };
    case 'slow':
      return refusals.keyInUse ? toReply(answer) : { ...toReply(answer), delayMilliseconds: effect.milliseconds };
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

function garbage(kind: 'html' | 'wrong_shape' | 'oversize' | 'wrong_amount', answer: GatewayAnswer): SandboxReply {
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

/** Calls the listener named in the script, and waits for its answer. */
async function callBack(effect: Extract<Effect, { fault: 'callback' }>, call: ApiCall): Promise<void> {
  const { operation, reference } = call;
  const body = JSON.stringify({ operation, reference, when: effect.when });
  const headers = { 'content-type': 'application/json' };
  // The listener may be busy killing something; its answer is only waited for.
  await fetch(effect.url, { method: 'POST', headers, body }).then(
    (answer) => answer.text(),
    () => undefined,
  );
}

export const toReply = ({ status, body }: GatewayAnswer): SandboxReply & { kind: 'json' } => ({
  kind: 'json',
  status,
  body,
});
