import type { Client } from '@temporalio/client';
import { VIEW } from 'statechart-host/contract';
import { TENANT } from '../../dev/stack/prepare-store';
import type { Store } from '../../store/index';
import { type OrderView, orderWorkflowId } from '../../workflows/contract';
import { differencesOfOrder } from './read-model';

interface Watching {
  temporal: Client;
  store: Store;
  /** Ids of the orders that are under way. */
  underWay(): string[];
  /** Whether everything is up, and has been for a while. */
  isCalm(): boolean;
}

/** What is stored of an order is right again within this time, whatever was lost. */
const WITHIN_MS = 5_000;
const LOOKS_EVERY_MS = 1_500;
const MOST_AT_ONCE = 20;
const GLANCE_MS = 1_000;
/** A machine on which looking takes longer than this has no time to mend anything either. */
const KEEPS_UP_MS = 500;

/**
 * Looks while orders are under way: what is stored of one that rests is what its workflow says. In the end its last write has
 * mended whatever was wrong before.
 */
export class Meanwhile {
  readonly findings: string[] = [];
  readonly #watching: Watching;
  readonly #differsSince = new Map<string, { since: number; sequence: number }>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(watching: Watching) {
    this.#watching = watching;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().finally(() => {
        if (this.#timer !== undefined) this.start();
      });
    }, LOOKS_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { underWay, isCalm } = this.#watching;
    const began = Date.now();
    if (isCalm()) {
      const some = underWay().slice(0, MOST_AT_ONCE);
      await Promise.all(some.map((changeId) => this.#lookAt(changeId)));
    }
    if (!isCalm() || Date.now() - began > KEEPS_UP_MS) this.#differsSince.clear();
  }

  async #lookAt(changeId: string): Promise<void> {
    const { temporal, store } = this.#watching;
    const handle = temporal.workflow.getHandle(orderWorkflowId(TENANT, changeId));
    const ask = () => handle.query<OrderView>(VIEW);
    const [view, doc] = await Promise.all([
      temporal.withDeadline(Date.now() + GLANCE_MS, ask).catch(() => null),
      store.orders.findDoc(TENANT, changeId).catch(() => undefined),
    ]);
    const rests = view?.settled === true && doc !== undefined;
    const differences = rests ? differencesOfOrder(doc, view) : [];
    if (!rests || differences.length === 0) return void this.#differsSince.delete(changeId);
    const { sequence } = view;
    const known = this.#differsSince.get(changeId);
    const since = known?.sequence === sequence ? known.since : Date.now();
    this.#differsSince.set(changeId, { since, sequence });
    if (Date.now() - since <= WITHIN_MS) return;
    this.#differsSince.delete(changeId);
    this.findings.push(`${changeId}: for more than five seconds ${differences.join('; ')}`);
  }
}
