import type { Check } from './check';
import { LEDGERS } from './ledgers';
import { ORDERS } from './orders';
import { PAYMENTS } from './payments';

/** The checks of `avenant reconcile`, in this order. A new check is a file beside this one and a line here. */
export const CHECKS: readonly Check[] = [LEDGERS, ORDERS, PAYMENTS];
