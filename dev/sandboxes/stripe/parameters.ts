import type Stripe from 'stripe';

/**
 * Which parameters Stripe's calls take. The tables are checked against the types of the official SDK in both directions:
 * a name that is missing here, is not there, is required there only, or is of another kind does not compile.
 */

/** `!` marks what must be given; `any` is text or group, as Stripe lets many a parameter be emptied by a text. */
type Kind = 'text' | 'integer' | 'boolean' | 'list' | 'group' | 'any';

type KindOf<Value> = [Value] extends [number]
  ? 'integer'
  : [Value] extends [boolean]
    ? 'boolean'
    : [Value] extends [string]
      ? 'text'
      : [Value] extends [readonly unknown[]]
        ? 'list'
        : 'group' | 'any';

type IsOptional<Params, Name extends keyof Params> = Record<never, never> extends Pick<Params, Name> ? true : false;

type Shape<Params> = {
  readonly [Name in keyof Params]-?: IsOptional<Params, Name> extends true
    ? KindOf<NonNullable<Params[Name]>>
    : `${KindOf<NonNullable<Params[Name]>>}!`;
};

export type AnyShape = Readonly<Record<string, Kind | `${Kind}!`>>;

export const CUSTOMER_CREATE: Shape<Stripe.CustomerCreateParams> = {
  address: 'any',
  balance: 'integer',
  business_name: 'text',
  cash_balance: 'group',
  description: 'text',
  email: 'text',
  expand: 'list',
  individual_name: 'text',
  invoice_prefix: 'text',
  invoice_settings: 'group',
  metadata: 'any',
  name: 'text',
  next_invoice_sequence: 'integer',
  payment_method: 'text',
  phone: 'text',
  preferred_locales: 'list',
  shipping: 'any',
  source: 'text',
  tax: 'group',
  tax_exempt: 'text',
  tax_id_data: 'list',
  test_clock: 'text',
  validate: 'boolean',
};

export const CUSTOMER_SEARCH: Shape<Stripe.CustomerSearchParams> = {
  query: 'text!',
  expand: 'list',
  limit: 'integer',
  page: 'text',
};

export const PAYMENT_METHOD_RETRIEVE: Shape<Stripe.PaymentMethodRetrieveParams> = {
  expand: 'list',
};

export const SETUP_INTENT_CREATE: Shape<Stripe.SetupIntentCreateParams> = {
  allowed_payment_method_types: 'list',
  attach_to_self: 'boolean',
  automatic_payment_methods: 'group',
  confirm: 'boolean',
  confirmation_token: 'text',
  customer: 'text',
  customer_account: 'text',
  description: 'text',
  excluded_payment_method_types: 'list',
  expand: 'list',
  flow_directions: 'list',
  mandate_data: 'any',
  metadata: 'group',
  on_behalf_of: 'text',
  payment_method: 'text',
  payment_method_configuration: 'text',
  payment_method_data: 'group',
  payment_method_options: 'group',
  return_url: 'text',
  single_use: 'group',
  usage: 'text',
  use_stripe_sdk: 'boolean',
};

export const SETUP_INTENT_LIST: Shape<Stripe.SetupIntentListParams> = {
  attach_to_self: 'boolean',
  created: 'any',
  customer: 'text',
  customer_account: 'text',
  expand: 'list',
  payment_method: 'text',
  ending_before: 'text',
  limit: 'integer',
  starting_after: 'text',
};

export const SESSION_CREATE: Shape<Stripe.Checkout.SessionCreateParams> = {
  adaptive_pricing: 'group',
  after_expiration: 'group',
  allow_promotion_codes: 'boolean',
  allowed_payment_method_types: 'list',
  automatic_tax: 'group',
  billing_address_collection: 'text',
  branding_settings: 'group',
  cancel_url: 'text',
  client_reference_id: 'text',
  consent_collection: 'group',
  currency: 'text',
  custom_fields: 'list',
  custom_text: 'group',
  customer: 'text',
  customer_account: 'text',
  customer_creation: 'text',
  customer_email: 'text',
  customer_update: 'group',
  discounts: 'list',
  excluded_payment_method_types: 'list',
  expand: 'list',
  expires_at: 'integer',
  integration_identifier: 'text',
  invoice_creation: 'group',
  line_items: 'list',
  locale: 'text',
  managed_payments: 'group',
  metadata: 'group',
  mode: 'text',
  name_collection: 'group',
  optional_items: 'list',
  origin_context: 'text',
  payment_intent_data: 'group',
  payment_method_collection: 'text',
  payment_method_configuration: 'text',
  payment_method_data: 'group',
  payment_method_options: 'group',
  permissions: 'group',
  phone_number_collection: 'group',
  redirect_on_completion: 'text',
  return_url: 'text',
  saved_payment_method_options: 'group',
  setup_intent_data: 'group',
  shipping_address_collection: 'group',
  shipping_options: 'list',
  submit_type: 'text',
  subscription_data: 'group',
  success_url: 'text',
  tax_id_collection: 'group',
  ui_mode: 'text',
  wallet_options: 'group',
};

export const SESSION_RETRIEVE: Shape<Stripe.Checkout.SessionRetrieveParams> = {
  expand: 'list',
};

export const PAYMENT_INTENT_CREATE: Shape<Stripe.PaymentIntentCreateParams> = {
  amount: 'integer!',
  currency: 'text!',
  allowed_payment_method_types: 'list',
  amount_details: 'group',
  application_fee_amount: 'integer',
  automatic_payment_methods: 'group',
  capture_method: 'text',
  confirm: 'boolean',
  confirmation_method: 'text',
  confirmation_token: 'text',
  customer: 'text',
  customer_account: 'text',
  description: 'text',
  error_on_requires_action: 'boolean',
  excluded_payment_method_types: 'list',
  expand: 'list',
  hooks: 'group',
  mandate: 'text',
  mandate_data: 'any',
  metadata: 'group',
  off_session: 'any',
  on_behalf_of: 'text',
  payment_details: 'group',
  payment_method: 'text',
  payment_method_configuration: 'text',
  payment_method_data: 'group',
  payment_method_options: 'group',
  radar_options: 'group',
  receipt_email: 'text',
  return_url: 'text',
  setup_future_usage: 'text',
  shipping: 'group',
  statement_descriptor: 'text',
  statement_descriptor_suffix: 'text',
  transfer_data: 'group',
  transfer_group: 'text',
  use_stripe_sdk: 'boolean',
};

export const PAYMENT_INTENT_LIST: Shape<Stripe.PaymentIntentListParams> = {
  created: 'any',
  customer: 'text',
  customer_account: 'text',
  expand: 'list',
  ending_before: 'text',
  limit: 'integer',
  starting_after: 'text',
};

export const PAYMENT_INTENT_RETRIEVE: Shape<Stripe.PaymentIntentRetrieveParams> = {
  client_secret: 'text',
  expand: 'list',
};

export const PAYMENT_INTENT_CONFIRM: Shape<Stripe.PaymentIntentConfirmParams> = {
  allowed_payment_method_types: 'list',
  amount_details: 'any',
  amount_to_confirm: 'integer',
  capture_method: 'text',
  confirmation_token: 'text',
  error_on_requires_action: 'boolean',
  excluded_payment_method_types: 'any',
  expand: 'list',
  hooks: 'group',
  mandate: 'text',
  mandate_data: 'any',
  off_session: 'any',
  payment_details: 'any',
  payment_method: 'text',
  payment_method_data: 'group',
  payment_method_options: 'group',
  radar_options: 'group',
  receipt_email: 'text',
  return_url: 'text',
  setup_future_usage: 'text',
  shipping: 'any',
  use_stripe_sdk: 'boolean',
};

export const PAYMENT_INTENT_CAPTURE: Shape<Stripe.PaymentIntentCaptureParams> = {
  amount_details: 'group',
  amount_to_capture: 'integer',
  application_fee_amount: 'integer',
  expand: 'list',
  final_capture: 'boolean',
  hooks: 'group',
  metadata: 'any',
  payment_details: 'any',
  statement_descriptor: 'text',
  statement_descriptor_suffix: 'text',
  transfer_data: 'group',
};

export const PAYMENT_INTENT_CANCEL: Shape<Stripe.PaymentIntentCancelParams> = {
  cancellation_reason: 'text',
  expand: 'list',
};

export const REFUND_CREATE: Shape<Stripe.RefundCreateParams> = {
  amount: 'integer',
  charge: 'text',
  currency: 'text',
  customer: 'text',
  expand: 'list',
  instructions_email: 'text',
  metadata: 'any',
  origin: 'text',
  payment_intent: 'text',
  reason: 'text',
  refund_application_fee: 'boolean',
  reverse_transfer: 'boolean',
};

export const REFUND_LIST: Shape<Stripe.RefundListParams> = {
  charge: 'text',
  created: 'any',
  expand: 'list',
  payment_intent: 'text',
  ending_before: 'text',
  limit: 'integer',
  starting_after: 'text',
};

export const DISPUTE_LIST: Shape<Stripe.DisputeListParams> = {
  charge: 'text',
  created: 'any',
  expand: 'list',
  payment_intent: 'text',
  ending_before: 'text',
  limit: 'integer',
  starting_after: 'text',
};
