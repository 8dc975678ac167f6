import type { Locale } from '../../../billing/facts/types';
import type { ActByTwo, Role } from '../../../machines/events';
import type { Sending } from '../../../store/support/grants';
import type { OrderView } from '../../../workflows/contract';
import type { ActForesight, BesideSteps } from '../../orders/commands/preview';

/** The request that a second person has approved, for this evidence. */
interface Agreed {
  tenantId: string;
  changeId: string;
  grantId: string;
  evidence: string;
}

/** Where an act would lead, as far as the order tells, and what it does besides. */
interface ActOutlook {
  foresight: Omit<ActForesight, 'now' | 'objection'>;
  beside: BesideSteps | null;
}

/** An act of support on an order. `Found` is what it is done with, as it is found whenever it is asked for, tried out or approved. */
export interface Act<Found = unknown> {
  type: ActByTwo;
  /** Where it is asked for, behind the order. */
  path: 'vat-credit' | 'ending' | 'restart';
  id: string;
  previewId: string;
  summary: string;
  description?: string;
  /** What the answer to the second person says. */
  underWay: string;
  /** @throws Problem where it cannot be done, before anybody agrees on it */
  look(view: OrderView, role: Role): Promise<Found>;
  /** What it would do at this moment. */
  foresee(view: OrderView, locale: Locale): Promise<ActOutlook>;
  /** What the agreement is good for alone; left out where the workflow that is started finds that itself. */
  sending?(found: Found): Sending;
  /** Sets it going, once for each request that was approved. @throws Problem 503 */
  begin(found: Found, agreed: Agreed): Promise<void>;
}

/** For a workflow that does an act: one a request, however often it is asked for. */
export const ONCE = { workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE' } as const;
