import type { Logger } from 'pino';
import { NUDGE } from 'statechart-host/contract';
import { MINUTE, SECOND } from '../../billing/calendar/durations';
import { readIdentityEvent } from '../../gateways/identity/event';
import { readMailEvent } from '../../gateways/mail/event';
import type { InboundEvent, InboundKey, NewInboundEvent } from '../../store/messages/inbound';
import { isLatestCharge, isOpen, type StoredPayment } from '../../store/money/payments';
import { orderWorkflowId, PAYMENT_REVIEW_WORKFLOW, paymentReviewStart } from '../../workflows/contract';
import type { Temporal } from '../api/temporal';
import type { ServerStore } from '../ports';
import type { Leaving } from './leaving';
import type { ReturnedMail } from './returned-mail';

/** The process that received an event has this long to act on it; then any other takes it up. */
const OWN_TIME = 30 * SECOND;
/** Patience with an event about something unknown: longer than the three days for which gateways repeat theirs. */
const PARKED_FOR = [1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60].map((minutes) => minutes * MINUTE);
/** Our own engine was down: that says nothing about the event. */
const POSTPONED_FOR = MINUTE;
/** Few, because an event that is kept can wait and a sender that waits for its answer cannot. */
const AT_ONCE = 2;
/** More than these wait in the store alone, so that a flood does not fill the memory. */
const MOST_WAITING = 5_000;

interface ProcessingParts extends Pick<ServerStore, 'inboundEvents' | 'payments' | 'orders' | 'people'> {
  temporal: Temporal;
  leaving: Leaving;
  returnedMail: ReturnedMail;
  logger: Logger;
  /** Told of each event that was acted on, and how long after it came, in seconds. */
  acted(source: string, seconds: number): void;
  now(): Date;
}

type OrderName = Pick<StoredPayment, 'tenantId' | 'changeId'>;

/**
 * Acts on events from outside after they were kept: an order that runs is pointed at what changed, a payment whose order
 * is over is reviewed, a person is known anew, a mail is known to have come back, and what nobody knows yet is parked, tried again and in the end left for a person. Acting twice
 * does no harm, because an event is only a reason to look.
 */
export class InboundProcessing {
  readonly #parts: ProcessingParts;
  readonly #waiting: InboundEvent[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #running = 0;
  #isClosed = false;

  constructor(parts: ProcessingParts) {
    this.#parts = parts;
  }

  /**
   * Keeps an event and acts on it soon. Once this resolves nothing can lose it, so its sender may be answered.
   *
   * @returns `altered` when its id came before with another body: then nothing is done
   */
  async take(event: NewInboundEvent): Promise<'new' | 'repeated' | 'altered'> {
    const { inboundEvents, now } = this.#parts;
    const takenUpAt = new Date(now().getTime() + OWN_TIME);
    const kept = await inboundEvents.receive(event, takenUpAt);
    if (kept === 'new') this.#soon({ ...event, status: 'received', attempts: 0, nextAttemptAt: takenUpAt });
    if (kept === 'repeated') await this.#takeUpAgain(event);
    return kept;
  }

  /** Acts on what is due: parked events, and what a process left that did not live to act on it. */
  async takeUpDue(most = 100): Promise<number> {
    const { inboundEvents, now } = this.#parts;
    for (let count = 0; count < most && !this.#isClosed; count += 1) {
      const event = await inboundEvents.takeDue(now(), new Date(now().getTime() + OWN_TIME));
      if (event === null) return count;
      await this.#act(event);
    }
    return most;
  }

  /** Acts on one event now, whatever became of it before, and with all of its patience again. */
  async redeliver(event: InboundEvent): Promise<InboundEvent | null> {
    await this.#act({ ...event, attempts: 0 });
    return this.#parts.inboundEvents.find(event.source, event.eventId);
  }

  /**
   * Takes up nothing more, and resolves when what is under way is done. Events that still wait are kept: any other process
   * takes them up.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.length = 0;
    await Promise.allSettled(this.#underWay);
  }

  /** Its sender has not forgotten it, so it is worth another look where nobody was found before. */
  async #takeUpAgain({ source, eventId }: InboundKey): Promise<void> {
    const known = await this.#parts.inboundEvents.find(source, eventId);
    if (known?.status === 'parked' || known?.status === 'dead') this.#soon(known);
  }

  #soon(event: InboundEvent): void {
    if (this.#waiting.length >= MOST_WAITING) return;
    this.#waiting.push(event);
    this.#startNext();
  }

  #startNext(): void {
    const event = this.#running < AT_ONCE ? this.#waiting.shift() : undefined;
    if (event === undefined) return;
    this.#running += 1;
    this.#act(event)
      .catch((error: unknown) => this.#parts.logger.error({ err: error }, 'an event could not be acted on'))
      .finally(() => {
        this.#running -= 1;
        this.#startNext();
      });
  }

  #act(event: InboundEvent): Promise<void> {
    const acting = this.#actOn(event).finally(() => this.#underWay.delete(acting));
    this.#underWay.add(acting);
    return acting;
  }

  async #actOn(event: InboundEvent): Promise<void> {
    const { inboundEvents, logger, acted, now } = this.#parts;
    const { source, eventId, attempts } = event;
    try {
      const found = await this.#deliver(event);
      if (found !== 'unknown') {
        await inboundEvents.settle(event, found);
        return acted(source, Math.max(0, now().getTime() - event.receivedAt.getTime()) / SECOND);
      }
      const patience = PARKED_FOR[attempts];
      if (patience === undefined) {
        logger.error({ source, eventId }, 'an event about something unknown is left for a person');
        return await inboundEvents.settle(event, 'dead');
      }
      logger.warn({ source, eventId, attempts }, 'an event about something unknown was parked');
      await inboundEvents.park(event, attempts + 1, new Date(now().getTime() + patience));
    } catch (error) {
      logger.warn({ source, eventId, err: error }, 'an event is acted on later');
      await inboundEvents.postpone(event, new Date(now().getTime() + POSTPONED_FOR));
    }
  }

  async #deliver(event: InboundEvent): Promise<'done' | 'ignored' | 'unknown'> {
    if (event.reference === null && event.gatewayReference === null) return 'ignored';
    switch (event.about) {
      case 'payment':
        return this.#deliverPayment(event);
      case 'fulfilment':
        return this.#deliverFulfilment(event);
      case 'person':
        return this.#deliverPerson(event);
      case 'mail':
        return this.#deliverMail(event);
    }
  }

  /** What is known of the person afterwards counts, and not the event: another one may tell of a later instant. */
  async #deliverPerson(event: InboundEvent): Promise<'done' | 'ignored'> {
    const { tenantId } = event;
    const told = readIdentityEvent(event.rawBody);
    if (told === null || tenantId === null) return 'ignored';
    const { inboundEvents, people, leaving } = this.#parts;
    const { personId, name, mailAddress, locale, hasLeft, at } = told;
    await people.record({ tenantId, personId, name, mailAddress, locale, hasLeft, asOf: at });
    const known = await people.find(tenantId, personId);
    if (known?.hasLeft) await leaving.carryOut(known);
    await inboundEvents.forgetBody(event);
    return 'done';
  }

  async #deliverMail(event: InboundEvent): Promise<'done' | 'ignored' | 'unknown'> {
    const told = readMailEvent(event.rawBody);
    const found = told === null ? 'ignored' : await this.#parts.returnedMail.carryOut(told);
    if (found !== 'unknown') await this.#parts.inboundEvents.forgetBody(event);
    return found;
  }

  async #deliverPayment(event: InboundEvent): Promise<'done' | 'unknown'> {
    const payment = await this.#paymentOf(event);
    if (payment === null) return 'unknown';
    const nudged = isToldAlready(payment) ? 'needless' : await this.#nudge(payment, 'payment');
    if (payment.kind !== 'charge') return 'done';
    if (outlivesItsOrder(payment, event, nudged) || (await this.#wasReplaced(payment))) await this.#review(payment);
    return 'done';
  }

  /** An order looks at its latest charge alone; an earlier one that nobody was sure of may still turn out to be paid. */
  async #wasReplaced(payment: StoredPayment): Promise<boolean> {
    if (!isOpen(payment)) return false;
    return !isLatestCharge(payment, await this.#parts.payments.listOfChange(payment.tenantId, payment.changeId));
  }

  /** A bank's own events, such as a dispute, name the payment as the gateway does. */
  #paymentOf({ reference, gatewayReference }: InboundEvent): Promise<StoredPayment | null> {
    const { payments } = this.#parts;
    return reference !== null
      ? payments.findByReference(reference)
      : payments.findByGatewayReference(gatewayReference ?? '');
  }

  async #deliverFulfilment({ reference }: InboundEvent): Promise<'done' | 'unknown'> {
    const order = orderOfFulfilment(reference ?? '');
    if (order === null) return 'unknown';
    const nudged = await this.#nudge(order, 'fulfilment');
    const isKnown = nudged === 'signalled' || (await this.#parts.orders.find(order.tenantId, order.changeId)) !== null;
    return isKnown ? 'done' : 'unknown';
  }

  /** Points an order at something that changed outside; an order that is over needs no pointing. @throws Problem 503 */
  #nudge({ tenantId, changeId }: OrderName, about: 'payment' | 'fulfilment'): Promise<'signalled' | 'not_running'> {
    return this.#parts.temporal.signal(orderWorkflowId(tenantId, changeId), {
      name: NUDGE,
      args: [{ type: 'NUDGE', about }],
    });
  }

  /** Starts a review of a payment, or points the one that runs at something new. @throws Problem 503 */
  #review({ tenantId, reference }: StoredPayment): Promise<void> {
    return this.#parts.temporal.signalWithStart(PAYMENT_REVIEW_WORKFLOW, paymentReviewStart({ tenantId, reference }));
  }
}

/**
 * The writer of a paid charge tells its order too. Pointed at it once more, an order that is just being made
 * would do the work of this moment twice, because the engine repeats a task that news arrives in.
 */
const isToldAlready = ({ kind, status }: StoredPayment): boolean => kind === 'charge' && status === 'paid';

/** Whether the order itself will not look at its payment any more, although there may be something to see. */
function outlivesItsOrder(
  payment: StoredPayment,
  event: InboundEvent,
  nudged: 'signalled' | 'needless' | 'not_running',
): boolean {
  if (event.concernsPastPayment || payment.placedOnPending) return true;
  return isOpen(payment) && nudged === 'not_running';
}

/** `{tenantId}:{changeId}…`, as the fulfilment step makes its references. */
function orderOfFulfilment(reference: string): OrderName | null {
  const [tenantId, changeId] = reference.split(':');
  return tenantId && changeId ? { tenantId, changeId } : null;
}
