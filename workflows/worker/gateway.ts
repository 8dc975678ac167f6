import { present } from '../../billing/present';
import type { PaymentGateway } from '../../gateways/payment/port';
import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import { type GatewayVariables, readGatewaySetting, type WrongVariable } from '../../gateways/payment/setting';
import { stripeGateway } from '../../gateways/payment/stripe/gateway';

/** The payment gateway that a worker charges with. */

interface WorkerGatewayVariables extends GatewayVariables {
  AVENANT_PAGES_URL?: string | undefined;
}

/** The gateway chosen; it opens no connection before it is asked for something. */
export function readGateway(variables: WorkerGatewayVariables): PaymentGateway | WrongVariable {
  const setting = readGatewaySetting(variables);
  if ('problem' in setting) return setting;
  if (setting.gateway === 'sandbox') return sandboxGateway(present(setting));
  const { AVENANT_PAGES_URL: returnUrl } = variables;
  if (returnUrl === undefined) return { variable: 'AVENANT_PAGES_URL', problem: 'where banks send customers back to' };
  return stripeGateway(present({ ...setting, returnUrl }));
}
