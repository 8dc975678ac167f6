import { z } from 'zod';
import { present } from '../../../billing/present';
import { type HttpExchange, jsonOf } from '../../http';
import {
  type ChargePage,
  GatewayMisuse,
  METHOD_KINDS,
  type PaymentResult,
  type PaymentState,
  type SetupResult,
  type SetupState,
  TURNED_AWAY,
  type Unknown,
} from '../port';

/** The sandbox gateway's answers and what each of them means to us. */

const MinorUnitsSchema = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const IdSchema = z.string().min(1).max(255);
// The link is shown to a customer, so nothing but the web schemes may get through.
const ActionSchema = z.object({ url: z.url({ protocol: /^https?$/ }), expiresAt: z.iso.datetime() });

const PaymentSchema = z.object({
  id: IdSchema,
  reference: IdSchema,
  status: z.enum(['authorized', 'succeeded', 'pending', 'requires_action', 'declined', 'voided', 'reversed']),
  amount: MinorUnitsSchema,
  currency: z.string(),
  methodKind: z.enum(METHOD_KINDS),
  captured: MinorUnitsSchema,
  refunded: MinorUnitsSchema,
  code: z.string().optional(),
  retryable: z.boolean().optional(),
  action: ActionSchema.optional(),
  refunds: z.array(
    z.object({
      id: IdSchema,
      reference: IdSchema,
      amount: MinorUnitsSchema,
      status: z.enum(['succeeded', 'declined']),
      code: z.string().optional(),
    }),
  ),
});
type Payment = z.infer<typeof PaymentSchema>;

const AcknowledgedSchema = z.object({ id: IdSchema, status: z.enum(['succeeded', 'voided']) });

const ChargesSchema = z.object({
  charges: z.array(
    z.object({
      reference: IdSchema,
      gatewayReference: IdSchema,
      captured: MinorUnitsSchema,
      currency: z.string(),
      at: z.iso.datetime(),
    }),
  ),
  next: z.string().nullable(),
});

const SetupSchema = z.object({
  id: IdSchema,
  status: z.enum(['succeeded', 'requires_action', 'declined']),
  method: z.object({ token: IdSchema, kind: z.enum(METHOD_KINDS) }).optional(),
  code: z.string().optional(),
  action: ActionSchema.optional(),
});

const FailureSchema = z.object({
  error: z.object({ code: z.string().max(100), retryable: z.boolean().default(false) }),
});

const OUR_MISTAKES = new Set(['invalid_request', 'card_data_refused', 'reference_reused']);

/** Outcome of a charge or an authorization. What was taken must be what was asked, or nobody knows what happened. */
export function fromSandboxPayment(
  answer: HttpExchange,
  asked: { reference: string; amount: number; currency: string },
): PaymentResult {
  const read = readAnswer(answer, PaymentSchema);
  if (read.kind === 'other') return read.result;
  const payment = read.value;
  const { reference, amount, currency } = asked;
  if (payment.reference !== reference || payment.amount !== amount || payment.currency !== currency) {
    return unknown('answer_of_another_payment');
  }
  return resultOf(payment);
}

/** Outcome of a capture, void or refund. */
export function fromSandboxAcknowledgement(answer: HttpExchange): PaymentResult {
  const read = readAnswer(answer, AcknowledgedSchema);
  return read.kind === 'other' ? read.result : { status: 'succeeded', gatewayReference: read.value.id };
}

export function fromSandboxSetup(answer: HttpExchange): SetupResult {
  const read = readAnswer(answer, SetupSchema);
  if (read.kind === 'other') {
    return read.result.status === 'pending' || read.result.status === 'succeeded'
      ? unknown('unreadable_answer')
      : read.result;
  }
  const { id, status, method, action, code } = read.value;
  if (status === 'succeeded' && method) return { status, gatewayReference: id, method };
  if (status === 'requires_action' && action) return { status, gatewayReference: id, ...action };
  if (status === 'declined') return { status, code: code ?? 'declined', retryable: false };
  return unknown('unreadable_answer');
}

export function fromSandboxSetupLookup(answer: HttpExchange): SetupState {
  return saysNotFound(answer, 'setup_not_found') ? { status: 'not_found' } : fromSandboxSetup(answer);
}

/** Present state of a payment. Anything but a readable answer about this very reference is `unknown`. */
export function fromSandboxLookup(answer: HttpExchange, reference: string): PaymentState {
  if (saysNotFound(answer, 'payment_not_found')) return { status: 'not_found', reference };
  if (answer.kind !== 'answered') return { status: 'unknown', reference, reason: answer.reason };
  if (answer.status !== 200) return { status: 'unknown', reference, reason: `answered_${answer.status}` };
  const payment = PaymentSchema.safeParse(jsonOf(answer.text));
  if (!payment.success) return { status: 'unknown', reference, reason: 'unreadable_answer' };
  if (payment.data.reference !== reference)
    return { status: 'unknown', reference, reason: 'answer_of_another_payment' };
  return stateOf(payment.data);
}

export function fromSandboxCharges(answer: HttpExchange): ChargePage {
  if (answer.kind !== 'answered') return unknown(answer.reason);
  if (answer.status !== 200) return unknown(`answered_${answer.status}`);
  const page = ChargesSchema.safeParse(jsonOf(answer.text));
  return page.success ? { status: 'listed', ...page.data } : unknown('unreadable_answer');
}

function resultOf(payment: Payment): PaymentResult {
  const gatewayReference = payment.id;
  switch (payment.status) {
    case 'authorized':
    case 'succeeded':
      return { status: 'succeeded', gatewayReference, methodKind: payment.methodKind };
    case 'pending':
      return { status: 'pending', gatewayReference, methodKind: payment.methodKind };
    case 'requires_action':
      return payment.action
        ? { status: 'requires_action', gatewayReference, ...payment.action }
        : unknown('unreadable_answer');
    case 'declined':
      return { status: 'declined', code: payment.code ?? 'declined', retryable: payment.retryable ?? false };
    case 'voided':
    case 'reversed':
      return unknown(`unexpected_${payment.status}`);
  }
}

function stateOf(payment: Payment): PaymentState {
  const { id, status, action, code, retryable, refunds, ...rest } = payment;
  const facts = {
    ...rest,
    gatewayReference: id,
    refunds: refunds.map(({ id: refundId, ...refund }) => present({ ...refund, gatewayReference: refundId })),
  };
  switch (status) {
    case 'requires_action':
      return action
        ? { ...facts, status, ...action }
        : { status: 'unknown', reference: payment.reference, reason: 'unreadable_answer' };
    case 'declined':
      return { ...facts, status, code: code ?? 'declined', retryable: retryable ?? false };
    case 'reversed':
      return { ...facts, status, code: code ?? 'reversed', lost: payment.captured - payment.refunded };
    default:
      return { ...facts, status };
  }
}

type Read<Value> = { kind: 'value'; value: Value } | { kind: 'other'; result: PaymentResult };

function readAnswer<Value>(answer: HttpExchange, schema: z.ZodType<Value>): Read<Value> {
  if (answer.kind === 'not_sent') return other({ status: 'failed_not_sent', reason: answer.reason });
  if (answer.kind === 'lost') return other(unknown(answer.reason));
  const turnedAway = TURNED_AWAY.get(answer.status);
  if (turnedAway !== undefined) return other({ status: 'failed_not_sent', reason: turnedAway });
  if (answer.status >= 400 && answer.status < 500) return other(refusalOf(answer.status, jsonOf(answer.text)));
  if (answer.status < 200 || answer.status > 299) return other(unknown(`answered_${answer.status}`));
  const parsed = schema.safeParse(jsonOf(answer.text));
  return parsed.success ? { kind: 'value', value: parsed.data } : other(unknown('unreadable_answer'));
}

function refusalOf(status: number, body: unknown): PaymentResult {
  const failure = FailureSchema.safeParse(body);
  // A bare 4xx may come from anything in between, before or after the gateway.
  if (!failure.success) return unknown(`answered_${status}`);
  const { code, retryable } = failure.data.error;
  if (OUR_MISTAKES.has(code)) throw new GatewayMisuse(code);
  // The first request under this key is still running: its outcome is open.
  if (code === 'idempotency_key_in_use') return unknown(code);
  return { status: 'declined', code, retryable };
}

function saysNotFound(answer: HttpExchange, code: string): boolean {
  if (answer.kind !== 'answered' || answer.status !== 404) return false;
  const failure = FailureSchema.safeParse(jsonOf(answer.text));
  return failure.success && failure.data.error.code === code;
}

const unknown = (reason: string): Unknown => ({ status: 'unknown', reason });
const other = <Value>(result: PaymentResult): Read<Value> => ({ kind: 'other', result });
