import type { OrderDocument } from '../../schemas/orders/order';
import type { ChaosGateway } from '../stack/gateway';
import type { GoodClient } from './good-client';
import type { Command } from './journal';

const WHY = { reasonCode: 'chaos', reason: 'Something went wrong on purpose.' };
/** A retry looks an unknown payment up; one that the gateway does not know after so many is a matter of two persons. */
const RETRIES_OF_UNKNOWN = 2;

/** Customer support, which works by the runbook. */
export class Support {
  readonly #people: Record<'agent' | 'lead' | 'secondLead', GoodClient>;
  readonly #gateway: ChaosGateway;

  constructor(people: Record<'agent' | 'lead' | 'secondLead', GoodClient>, gateway: ChaosGateway) {
    this.#people = people;
    this.#gateway = gateway;
  }

  /** Sends an event with a reason, bound to the order as it stands. */
  async act(
    changeId: string,
    event: { type: string } & Record<string, unknown>,
    who: GoodClient = this.#people.agent,
  ): Promise<Command> {
    const { etag } = await who.look(changeId);
    return who.send(changeId, { ...WHY, ...event }, { ifMatch: etag });
  }

  /** As {@link act}, where nothing but the order's having moved shows that it was taken. */
  async #move(changeId: string, event: { type: string } & Record<string, unknown>, who?: GoodClient): Promise<Command> {
    const { order } = await this.#people.agent.look(changeId);
    const command = await this.act(changeId, event, who);
    if (command.status === 200) command.hadEffect = (command.told.sequence ?? 0) > order.sequence;
    return command;
  }

  /** Helps an order that is stuck on. */
  async help({ changeId, stuck }: OrderDocument): Promise<void> {
    if (stuck?.code === 'payment_unknown' && stuck.attempts > RETRIES_OF_UNKNOWN) await this.#resolve(changeId);
    else await this.#move(changeId, { type: 'RETRY' });
  }

  /** Two persons look at the gateway's books and say what became of the payment. */
  async #resolve(changeId: string): Promise<void> {
    const { lead, secondLead } = this.#people;
    const isPaid = this.#gateway.movements().some(({ reference }) => reference.includes(`:${changeId}:charge:`));
    const event = { type: isPaid ? 'RESOLVE_PAID' : 'RESOLVE_NOT_PAID', evidence: 'The books of the gateway.' };
    const { told } = await this.act(changeId, event, lead);
    if (told.grantId !== undefined) await this.#move(changeId, { ...event, grantId: told.grantId }, secondLead);
  }
}
