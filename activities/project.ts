import type { Activities } from './contract';
import type { Tools } from './dependencies';

/** Writes the view of an order where lists read it. */
export function projecting({ store }: Tools): Pick<Activities, 'project'> {
  return {
    async project({ view }) {
      await store.orders.project(view);
    },
  };
}
