import { createHash } from 'node:crypto';
import { failure, jsonReply, type SandboxReply } from '../sandbox-server';
import type { PaymentBook } from './book';
import type { Effect, FaultScript, GatewayOperation } from './faults';
import { type GatewayAnswer, refuse } from './payments';

/** One call of the gateway's API: scripted faults around an idempotent commit. */

export interface GatewayCall {
  operation: GatewayOperation;
  reference: string;
  /** Absent for look-ups, which commit nothing. */
  idempotency?: { key: string; parameters: unknown };
  commit(effect: Effect | undefined): GatewayAnswer;
}

/** Runs a call and the fault that is scripted for it, if any. The commit is synchronous, so it is all or nothing. */
export async function runCall(book: PaymentBook, faults: FaultScript, call: GatewayCall): Promise<SandboxReply> {
  const effect = faults.take(call.operation, call.reference);
  const early = await beforeCommit(effect, call);
  if (early !== undefined) return early;
  const answer = commitOnce(book, call, effect);
  return afterCommit(effect, call, answer);
}

async function beforeCommit(effect: Effect | undefined, call: GatewayCall): Promise<SandboxReply | undefined> {
  switch (effect?.fault) {
    case 'down':
    case 'drop_before_commit':
      return { kind: 'drop' };
    case 'timeout_before_commit':
      return { kind: 'hang' };
    case 'error_before_commit':
      return failure(effect.status, effect.code);
    case 'callback':
      if (effect.when === 'after_commit') return undefined;
      await callBack(effect, call);
      return effect.afterwards === 'drop' ? { kind: 'drop' } : undefined;
    default:
      return undefined;
  }
}

function commitOnce(book: PaymentBook, call: GatewayCall, effect: Effect | undefined): GatewayAnswer {
  if (call.idempotency === undefined) return call.commit(effect);
  const { key, parameters } = call.idempotency;
  const fingerprint = createHash('sha256')
    .update(`${call.operation}\n${JSON.stringify(parameters)}`)
    .digest('hex');
  const stored = book.answers.get(key);
  if (stored !== undefined) {
    return stored.fingerprint === fingerprint ? stored : refuse(409, 'reference_reused');
  }
  const answer = call.commit(effect);
  const replayed = effect?.fault === 'error_after_commit' ? refuse(effect.status, 'internal_error') : answer;
  // A copy: what is replayed later is this answer, not the state of that day.
  book.answers.set(key, structuredClone({ fingerprint, ...replayed }));
  book.save();
  return replayed;
}

async function afterCommit(
  effect: Effect | undefined,
  call: GatewayCall,
  answer: GatewayAnswer,
): Promise<SandboxReply> {
  const reply = jsonReply(answer.status, answer.body);
  switch (effect?.fault) {
    case 'drop_after_commit':
      return { kind: 'drop' };
    case 'timeout_after_commit':
      return { kind: 'hang' };
    case 'slow':
      return { kind: 'json', ...answer, delayMilliseconds: effect.milliseconds };
    case 'garbage':
      return garbage(effect.kind, answer);
    case 'callback':
      if (effect.when === 'before_commit') return reply;
      await callBack(effect, call);
      return effect.afterwards === 'drop' ? { kind: 'drop' } : reply;
    default:
      return reply;
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

/** Tells whoever is named in the script, and waits for their answer. */
export async function callBack(
  effect: Extract<Effect, { fault: 'callback' }>,
  call: Pick<GatewayCall, 'operation' | 'reference'>,
): Promise<void> {
  const { operation, reference } = call;
  const body = JSON.stringify({ operation, reference, when: effect.when });
  const headers = { 'content-type': 'application/json' };
  // Whoever is called may be busy killing something; its answer is only waited for.
  await fetch(effect.url, { method: 'POST', headers, body }).then(
    (answer) => answer.text(),
    () => undefined,
  );
}
