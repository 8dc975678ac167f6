import type { Client } from '@temporalio/client';
import type { MoneyMovement } from '../../dev/sandboxes/payment-engine/types';
import type { Store } from '../../store/index';
import type { OrderView } from '../../workflows/contract';
import type { Fault } from '../faults/timetable';
import type { Journal } from '../orders/journal';
import type { StoryOfOrder } from '../orders/story';
import type { ChaosStack } from '../stack/stack';

/** An order at the end: what its customer knows of it, and what its workflow says. */
export interface OrderAtRest {
  story: StoryOfOrder;
  changeId: string;
  view: OrderView;
}

/** Everything there is to look at once the run is at rest. */
export interface AtRest {
  stories: readonly StoryOfOrder[];
  /** Those that were started. */
  orders: readonly OrderAtRest[];
  journal: Journal;
  /** All that went wrong and was done. */
  faults: readonly Fault[];
  store: Store;
  temporal: Client;
  /** The gateway's own ledger. */
  movements: readonly MoneyMovement[];
  stack: ChaosStack;
}

/** Looks at one kind of truth, and answers with a sentence for each thing that is not as it must be. */
export interface ChaosCheck {
  name: string;
  run(rest: AtRest): Promise<string[]>;
}
