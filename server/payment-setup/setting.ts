import { type GatewayVariables, readGatewaySetting, type WrongVariable } from '../../gateways/payment/setting';
import { setupPagesOf } from '../../gateways/payment/setup-pages';
import type { SetupPages } from '../../gateways/payment/setup-port';

/** The pages of the gateway that is asked, and where ours are of sellers who name none. */
export interface PaymentPages {
  gateway: SetupPages;
  pagesUrl: string | undefined;
}

interface Variables extends GatewayVariables {
  AVENANT_PAGES_URL?: string | undefined;
}

/** Null where no gateway is named: then payment details are given as tokens only. */
export function readPaymentPages(variables: Variables): PaymentPages | WrongVariable | null {
  const { PAYMENT_GATEWAY_URL, PAYMENT_GATEWAY_KEY, AVENANT_PAGES_URL: pagesUrl } = variables;
  if (PAYMENT_GATEWAY_URL === undefined && PAYMENT_GATEWAY_KEY === undefined) return null;
  const setting = readGatewaySetting(variables);
  return 'problem' in setting ? setting : { gateway: setupPagesOf(setting), pagesUrl };
}
