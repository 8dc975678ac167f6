import type { Access } from '../access';
import type { Cursors } from '../cursors';
import type { OrderWorkflows } from '../order-workflows';
import type { ServerStore } from '../ports';

/** What the routes work with. */
export interface RouteParts {
  store: ServerStore;
  workflows: OrderWorkflows;
  access: Access;
  cursors: Cursors;
  now(): Date;
}
