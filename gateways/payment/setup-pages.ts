import { present } from '../../billing/present';
import { sandboxSetupPages } from './sandbox/setup-pages';
import type { GatewaySetting } from './setting';
import type { SetupPages } from './setup-port';
import { stripeSetupPages } from './stripe/setup-pages';

/** The setup pages of the gateway chosen; no connection is opened before a page is. */
export const setupPagesOf = (setting: GatewaySetting): SetupPages =>
  setting.gateway === 'stripe' ? stripeSetupPages(present(setting)) : sandboxSetupPages(present(setting));
