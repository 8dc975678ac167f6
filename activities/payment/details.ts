import { present } from '../../billing/present';
import { gatewayCustomer } from '../../gateways/payment/customer';
import type { SetupResult, SetupState } from '../../gateways/payment/port';
import type { CapturePaymentInput, CapturePaymentOutput } from '../../machines/subscription-change/steps';
import { addressOf, orderPage } from '../../store/facts/pages';
import type { PaymentIntent, RecordedResult } from '../../store/money/payments';
import { attemptSignal, UNTIL_ANSWERED } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';
import { lasting, passing } from '../shared/failures';
import { NO_CURRENCY, setupReference } from '../shared/references';
import { forgetGiven, givenDetails, knownAs, recordedAs } from './given-details';

/** Saves payment details with the gateway for this and later charges. Only tokens and references to them pass through here. */
export async function capturePayment(tools: Tools, input: CapturePaymentInput): Promise<CapturePaymentOutput> {
  const { store, clock } = tools;
  const { tenantId } = input;
  // Before the intent is looked at: who finds nothing here any more finds the answer of another attempt there.
  const given = await givenDetails(tools, input);
  const intent = intentOf(input);
  const { reference } = intent;
  if (!(await store.payments.intend(intent, clock()))) {
    const standing = await store.payments.find(tenantId, reference);
    if (standing?.method !== intent.method) throw lasting('PaymentReferenceReused', 'Another token came before.');
    if (standing.status === 'paid') return saved(input, standing.gatewayReference);
    if (standing.status === 'declined') return { status: 'refused', code: standing.code ?? 'declined' };
  }
  const kept = given === null ? notThere(clock()) : await resultOf(tools, input, given);
  await store.payments.keep(tenantId, reference, kept);
  await forgetGiven(tools, input);
  if (kept.status === 'paid') return saved(input, kept.gatewayReference);
  return { status: 'refused', code: kept.code ?? 'declined' };
}

/** What the gateway's own page has saved is saved; a one-time token is saved now. */
async function resultOf(
  { store, paymentGateway: gateway, pagesUrl, clock }: Tools,
  input: CapturePaymentInput,
  { way, token }: NonNullable<Awaited<ReturnType<typeof givenDetails>>>,
): Promise<RecordedResult> {
  if (way === 'page') return { ...NO_RESULT, status: 'paid', gatewayReference: token, at: clock() };
  const { billingCentreUrl } = await store.settings.read(input.tenantId);
  const returnUrl = addressOf(orderPage(input.changeId), billingCentreUrl ?? pagesUrl);
  // The same reference saves once, so an attempt that got no answer may simply ask again.
  const setup = { reference: setupReference(input), customer: gatewayCustomer(input) };
  const created = await gateway.createSetup({ ...setup, token, ...present({ returnUrl }) }, UNTIL_ANSWERED);
  const result = created.status === 'unknown' ? await gateway.lookupSetup(setup, attemptSignal()) : created;
  return fromSetup(result, clock());
}

const NO_RESULT = { gatewayReference: null, code: null, link: null, linkExpiresAt: null } as const;

const notThere = (at: Date): RecordedResult => ({
  ...NO_RESULT,
  status: 'declined',
  code: 'unknown_payment_method',
  at,
});

const saved = (input: CapturePaymentInput, method: string | null): CapturePaymentOutput => ({
  status: 'saved',
  paymentMethod: knownAs(input, method ?? ''),
});

function intentOf(input: CapturePaymentInput): PaymentIntent {
  const { tenantId, accountId, changeId, paymentToken } = input;
  const reference = setupReference(input);
  const method = recordedAs(paymentToken);
  return { tenantId, accountId, changeId, kind: 'setup', reference, amount: 0, currency: NO_CURRENCY, method };
}

/** @throws ApplicationFailure `PaymentGatewayUnavailable` while nobody knows whether the details were saved */
function fromSetup(result: SetupResult | SetupState, at: Date): RecordedResult {
  const base = { ...NO_RESULT, at };
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
