import type Stripe from 'stripe';
import { refuseCardData } from '../card-data';
import type { ChargeRequest, Declined, Demand, GatewayMode, PaymentGateway, SetupInput } from '../port';
import { assertDemand, assertReference } from '../request-checks';
import { type Capture, pay } from './charging';
import { type StripeClientOptions, stripeClient } from './client';
import { STRIPE_CURRENCIES } from './currencies';
import { captureIntent, refundIntent, voidIntent } from './followups';
import { listIntents } from './list';
import { lookUpIntent } from './lookup';
import { findSetup, makeSetup } from './setups';
import { parseStripeWebhook } from './webhook';

export interface StripeGatewayOptions extends StripeClientOptions {
  /** Where a bank's page sends the customer back to. */
  returnUrl: string;
}

const API_KEY = /^(?:sk|rk)_(test|live)_\w+$/;

/**
 * The adapter of Stripe. Payments are found by the id of their intent and never by a search, so callers must keep what
 * `remember` gives them. Throws RangeError when the key is none.
 */
export function stripeGateway(options: StripeGatewayOptions): PaymentGateway {
  const mode = modeOf(options.apiKey);
  const { api, within } = stripeClient(options);
  const charging = { api, returnUrl: options.returnUrl };
  const checked =
    <Input extends Checked, Result>(run: (api: Stripe, input: Input) => Promise<Result>) =>
    async (input: Input, signal: AbortSignal): Promise<Result> => {
      check(input);
      return within(signal, () => run(api, input));
    };
  const ask = (capture: Capture) =>
    checked(async (_api, input: ChargeRequest) => refusalOf(input) ?? pay(charging, input, capture));
  return {
    name: 'stripe',
    mode,
    currencies: STRIPE_CURRENCIES,

    createSetup: checked((_api, input: SetupInput) => makeSetup(charging, input)),
    lookupSetup: (setup, signal) => within(signal, () => findSetup(api, setup)),
    authorize: ask('later'),
    charge: ask('now'),
    capture: checked(captureIntent),
    void: checked(voidIntent),
    refund: checked(refundIntent),
    lookup: (payment, signal) => within(signal, () => lookUpIntent(api, payment)),
    listCharges: (page, signal) => within(signal, () => listIntents(api, page)),
    parseWebhook: parseStripeWebhook,
  };
}

/** Test or live, as the key itself says. Throws RangeError for anything but a secret or restricted key. */
function modeOf(apiKey: string): GatewayMode {
  const [, mode] = API_KEY.exec(apiKey) ?? [];
  if (mode !== 'test' && mode !== 'live') throw new RangeError('a Stripe key begins with sk_ or rk_, test_ or live_');
  return mode;
}

type Checked = { reference: string } | (Demand & { reference: string });

function check(input: Checked): void {
  assertReference(input.reference);
  if ('amount' in input) assertDemand(input);
  refuseCardData(input);
}

/** Declines what Stripe would refuse anyway. */
function refusalOf({ amount, currency }: Demand): Declined | undefined {
  const rule = Object.hasOwn(STRIPE_CURRENCIES, currency) ? STRIPE_CURRENCIES[currency] : undefined;
  if (rule === undefined) return { status: 'declined', code: 'currency_not_supported', retryable: false };
  const isWhole = amount % (rule.multipleOf ?? 1) === 0;
  return isWhole ? undefined : { status: 'declined', code: 'amount_not_chargeable', retryable: false };
}
