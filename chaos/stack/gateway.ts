import { type PaymentSandbox, startPaymentSandbox } from '../../dev/sandboxes/payment/server';
import type { Script } from '../../dev/sandboxes/payment-engine/faults';
import type { MoneyMovement } from '../../dev/sandboxes/payment-engine/types';

/** The payment gateway, which may be away for a while; its address and its books stay the same. */
export class ChaosGateway {
  readonly #options: { webhook: { url: string; secret: string }; stateFile: string };
  #sandbox: PaymentSandbox;
  readonly url: string;

  private constructor(
    options: { webhook: { url: string; secret: string }; stateFile: string },
    sandbox: PaymentSandbox,
  ) {
    this.#options = options;
    this.#sandbox = sandbox;
    this.url = sandbox.url;
  }

  /** @param webhook where its events go */
  static async open(webhook: { url: string; secret: string }, stateFile: string): Promise<ChaosGateway> {
    const options = { webhook, stateFile };
    return new ChaosGateway(options, await startPaymentSandbox(options));
  }

  goAway(): Promise<void> {
    return this.#sandbox.close();
  }

  async comeBack(): Promise<void> {
    this.#sandbox = await startPaymentSandbox({ ...this.#options, port: Number(new URL(this.url).port) });
  }

  script(...faults: Script[]): Promise<void> {
    return this.#sandbox.script(...faults);
  }

  confirm(link: string): Promise<number> {
    return this.#sandbox.confirm(link);
  }

  /** Every movement of money so far; also while it is away. */
  movements(): readonly MoneyMovement[] {
    return this.#sandbox.engine.book.ledger;
  }

  /** Sends the events of these orders once more, as a gateway does for days where one was not taken. */
  async tellAgain(changeIds: ReadonlySet<string>): Promise<void> {
    const { book, webhooks } = this.#sandbox.engine;
    for (const event of book.events) if (changeIds.has(orderOf(event.data))) webhooks.enqueue(event);
    await webhooks.idle();
  }

  async close(): Promise<void> {
    await this.#sandbox.close();
  }
}

/** Our references are `{tenant}:{order}:…`. */
const orderOf = (data: { reference?: string }): string => data.reference?.split(':')[1] ?? '';
