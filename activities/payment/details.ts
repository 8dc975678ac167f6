import { createHash } from 'node:crypto';
import type { SetupResult, SetupState } from '../../gateways/payment/port';
import type { CapturePaymentInput, CapturePaymentOutput } from '../../machines/subscription-change/steps';
import type { PaymentIntent, RecordedResult } from '../../store/money/payments';
import { attemptSignal, UNTIL_ANSWERED } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';
import { lasting, passing } from '../shared/failures';
import { gatewayCustomer, NO_CURRENCY, setupReference } from '../shared/references';

/** Saves payment details with the gateway for this and later charges. Only tokens ever pass through here. */
export async function capturePayment(tools: Tools, input: CapturePaymentInput): Promise<CapturePaymentOutput> {
  const { store, paymentGateway: gateway, clock } = tools;
  const { tenantId, paymentToken: token } = input;
  const intent = intentOf(input);
  const { reference } = intent;
  if (!(await store.payments.intend(intent, clock()))) {
    const standing = await store.payments.find(tenantId, reference);
    if (standing?.method !== intent.method) throw lasting('PaymentReferenceReused', 'Another token came before.');
    if (standing.status === 'paid') return saved(standing.gatewayReference ?? '');
    if (standing.status === 'declined') return { status: 'refused', code: standing.code ?? 'declined' };
  }
  // The same reference saves once, so an attempt that got no answer may simply ask again.
  const setup = { reference, customer: gatewayCustomer(input) };
  const created = await gateway.createSetup({ ...setup, token }, UNTIL_ANSWERED);
  const result = created.status === 'unknown' ? await gateway.lookupSetup(setup, attemptSignal()) : created;
  const kept = fromSetup(result, clock());
  await store.payments.keep(tenantId, reference, kept);
  if (kept.status === 'paid') return saved(kept.gatewayReference ?? '');
  return { status: 'refused', code: kept.code ?? 'declined' };
}

const saved = (paymentMethod: string): CapturePaymentOutput => ({ status: 'saved', paymentMethod });

function intentOf(input: CapturePaymentInput): PaymentIntent {
  const { tenantId, accountId, changeId, paymentToken } = input;
  const reference = setupReference(input);
  // The one-time token itself is not ours to keep.
  const method = createHash('sha256').update(paymentToken).digest('hex');
  return { tenantId, accountId, changeId, kind: 'setup', reference, amount: 0, currency: NO_CURRENCY, method };
}

/** @throws ApplicationFailure `PaymentGatewayUnavailable` while nobody knows whether the details were saved */
function fromSetup(result: SetupResult | SetupState, at: Date): RecordedResult {
  const base = { gatewayReference: null, code: null, link: null, linkExpiresAt: null, at };
  switch (result.status) {
    case 'succeeded':
      return { ...base, status: 'paid', gatewayReference: result.method.token };
    case 'declined':
      return { ...base, status: 'declined', code: result.code };
    case 'requires_action':
      return { ...base, status: 'declined', code: 'authentication_required' };
    case 'not_found':
    case 'failed_not_sent':
    case 'unknown':
      throw passing('PaymentGatewayUnavailable', 'The payment gateway gave no answer.');
  }
}
