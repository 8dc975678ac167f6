import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  BAD_EVENT,
  EVENT_NOT_ALLOWED,
  NUDGE,
  received,
  SEND,
  type Transition,
  UNTIL_SETTLED,
  VIEW,
} from 'statechart-host/contract';
import { isOrderEvent, type OrderEvent, type OrderEventType } from '../../machines/events';
import type { OrderStep } from '../../machines/failure-codes';
import type { OrderContext } from '../../machines/subscription-change/context';
import { missingOf } from '../../machines/subscription-change/placing/missing';
import { orderDetails } from '../../machines/subscription-change/view';
import type { OrderView } from '../../workflows/contract';
import { failureText, steps } from './steps';

const ALLOWED: Record<string, OrderEventType[]> = {
  reviewing: ['CHECKOUT', 'CANCEL'],
  verifying: ['PLACE_ORDER', 'CANCEL'],
  stuck: ['RETRY'],
};
const DONE = ['completed', 'cancelled', 'refused'];
const KEPT_TRANSITIONS = 20;

/** What the order says to the outside and hears from it: updates, the query, the cancellation, the projection. */
export class HandWrittenRunner {
  readonly #context: OrderContext;
  #state = '';
  #transitions: Transition[] = [];
  #sequence = 0;
  #shownUpTo = 0;
  #isSettled = false;
  #isCancelling = false;
  #received: OrderEvent[] = [];
  #nudgesRejected = 0;

  constructor(context: OrderContext) {
    this.#context = context;
    setHandler(defineQuery<OrderView>(VIEW), () => this.#view());
    setHandler(defineSignal<[OrderEvent]>(NUDGE), () => {
      this.#nudgesRejected += 1;
    });
    setHandler(defineUpdate<OrderView>(UNTIL_SETTLED), () => this.#whenShown());
    setHandler(defineUpdate<OrderView, [OrderEvent]>(SEND), (event) => this.#receive(event), {
      validator: (event) => this.#refuseUnlessAllowed(event),
    });
    CancellationScope.current().cancelRequested.catch(() => this.#cancel());
  }

  move(state: string, event: string): void {
    const { at, from } = { at: new Date().toISOString(), from: this.#state };
    this.#sequence += 1;
    this.#transitions = [...this.#transitions, { sequence: this.#sequence, at, event, from, to: state }].slice(
      -KEPT_TRANSITIONS,
    );
    this.#state = state;
    this.#isSettled = false;
  }

  /** Moves to a state that waits for somebody, and lets lists see it before anybody is answered. */
  async settle(state: string, event: string): Promise<void> {
    this.move(state, event);
    this.#isSettled = true;
    const { runId: run, runStartTime, historyLength: startedEvent } = workflowInfo();
    const view = this.#view();
    const writtenIn = { run, runStartedAt: runStartTime.toISOString(), startedEvent, startedAt: view.at };
    await steps.project({ view: { ...view, writtenIn } });
    this.#shownUpTo = this.#sequence;
  }

  /** Does a step; when it fails, waits until somebody asks for it again. */
  async attempt<Output>(step: OrderStep, run: () => Promise<Output>): Promise<Output> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await run();
      } catch (error) {
        const working = this.#state;
        this.#context.support.stuck = { step, ...failureText(error), attempts, since: new Date().toISOString() };
        await this.settle('stuck', `${step} failed`);
        const { type } = await this.nextEvent();
        this.move(working, type);
      }
    }
  }

  async nextEvent(): Promise<OrderEvent> {
    await condition(() => this.#received.length > 0);
    const event = this.#received.shift();
    if (event === undefined) throw new Error('No event was received.');
    return event;
  }

  async close(): Promise<OrderView> {
    await condition(allHandlersFinished);
    return this.#view();
  }

  isDone = (): boolean => DONE.includes(this.#state);
  isCancelling = (): boolean => this.#isCancelling;

  async #receive(event: OrderEvent): Promise<OrderView> {
    this.#isSettled = false;
    this.#received.push(received(event, { at: new Date().toISOString() }));
    return this.#whenShown();
  }

  async #whenShown(): Promise<OrderView> {
    await condition(() => this.#isSettled && this.#shownUpTo === this.#sequence);
    return this.#view();
  }

  #cancel(): void {
    this.#isCancelling = true;
    if (this.#allowed().includes('CANCEL')) void this.#receive({ type: 'CANCEL' });
  }

  #allowed(): OrderEventType[] {
    if (!this.#isSettled) return [];
    const allowed = ALLOWED[this.#state] ?? [];
    return allowed.filter((type) => type !== 'PLACE_ORDER' || missingOf(this.#context).length === 0);
  }

  #refuseUnlessAllowed(event: OrderEvent): void {
    if (typeof event?.type !== 'string' || !isOrderEvent(event)) {
      throw ApplicationFailure.nonRetryable('Not an event that a caller may send, or it lacks its payload.', BAD_EVENT);
    }
    const allowed = this.#allowed();
    if (allowed.includes(event.type)) return;
    throw ApplicationFailure.nonRetryable(`${event.type} is not allowed in ${this.#state}.`, EVENT_NOT_ALLOWED, {
      event: event.type,
      state: this.#state,
      allowedEvents: allowed,
    });
  }

  #view(): OrderView {
    const isStuck = this.#state === 'stuck';
    return {
      sequence: this.#sequence,
      state: this.#state,
      tags: this.#isSettled ? ['settled'] : [],
      settled: this.#isSettled,
      value: this.#state,
      status: this.isDone() ? 'done' : 'active',
      startedAt: workflowInfo().startTime.toISOString(),
      allowedEvents: this.#allowed(),
      nudgesRejected: this.#nudgesRejected,
      at: new Date().toISOString(),
      transitions: this.#transitions,
      details: orderDetails(this.#context, { waits: null, situation: isStuck ? 'stuck' : 'as_named' }),
    };
  }
}
