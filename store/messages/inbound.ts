import { present } from '../../billing/present';
import { masked } from '../../machines/card-number';
import { type Connection, collectionOf, type Model, trusted } from '../mongo/collection';
import {
  beginningWith,
  findPlain,
  firstPlain,
  inStretch,
  insertOnce,
  listPlain,
  removeOlder,
  type Stretch,
  WITHIN,
} from '../mongo/documents';

/**
 * `received`: kept, and not acted on yet. `ignored`: it names nothing of ours. `parked`: it names something that is not
 * known yet. `dead`: parked for too long; a person may have it delivered again.
 */
type InboundStatus = 'received' | 'done' | 'ignored' | 'parked' | 'dead';

/** An event that came from outside, as it came. */
export interface NewInboundEvent {
  /** Which outside service, e.g. "payments:sandbox"; part of the key, because ids are only unique there. */
  source: string;
  eventId: string;
  /** The type, in the words of its sender. */
  type: string;
  rawBody: string;
  /** Over the part that is the same in each delivery; absent where the whole body is. */
  contentHash?: string;
  about: 'payment' | 'fulfilment' | 'person' | 'mail';
  /** Our reference of what it is about; null when it names none. */
  reference: string | null;
  /** The sender's own id of it, for events that do not name our reference. */
  gatewayReference: string | null;
  /** Whose it is, as our reference says; null when nobody knows. */
  tenantId: string | null;
  /** It may tell of money that moved after an order was over, so the payment is looked at in any case. */
  concernsPastPayment: boolean;
  receivedAt: Date;
}

export interface InboundEvent extends NewInboundEvent {
  status: InboundStatus;
  /** The number of times that its subject could not be found. */
  attempts: number;
  /** When it is taken up again by itself; null when it is not. */
  nextAttemptAt: Date | null;
}

export type InboundKey = Pick<InboundEvent, 'source' | 'eventId'>;

export interface InboundEvents {
  /**
   * Keeps an event before anything is done about it.
   *
   * @param takenUpAt when somebody else takes it up, should whoever received it not live to do so
   * @returns `repeated` when it is kept already, `altered` when it came before with another body
   */
  receive(event: NewInboundEvent, takenUpAt: Date): Promise<'new' | 'repeated' | 'altered'>;
  find(source: string, eventId: string): Promise<InboundEvent | null>;
  settle(key: InboundKey, status: 'done' | 'ignored' | 'dead'): Promise<void>;
  /** @param attempts how often it has been tried by now */
  park(key: InboundKey, attempts: number, nextAttemptAt: Date): Promise<void>;
  /** Leaves it as it is, to be taken up again at a time. */
  postpone(key: InboundKey, nextAttemptAt: Date): Promise<void>;
  /** Takes the event that is due for longest, for a while: until then nobody else gets it. */
  takeDue(now: Date, until: Date): Promise<InboundEvent | null>;
  /** Drops what it said, once that is kept elsewhere or nowhere any more: it may name a person. */
  forgetBody(key: InboundKey): Promise<void>;
  /**
   * Since when an event of all tenants has waited for longest for somebody to act on it; null where none waits. One that is parked waits for
   * what it names, and for us only once it is due.
   */
  oldestWaiting(now: Date): Promise<Date | null>;
  /** Of one status, the oldest first. */
  list(status: InboundStatus, limit: number): Promise<InboundEvent[]>;
  /** Of a tenant, or of nobody known, the latest first. */
  listOfTenant(tenantId: string | null, status: InboundStatus, limit: number): Promise<InboundEvent[]>;
  /** Those that name a reference of ours which begins so, by it; without what they said. */
  listUnder(beginning: string, limit: number): Promise<InboundEvent[]>;
  /** Of a source, those of a tenant or of nobody known that name something by one of the ids that the source gave it. */
  listAbout(
    from: Pick<InboundEvent, 'source' | 'tenantId'>,
    gatewayReferences: readonly string[],
    limit: number,
  ): Promise<InboundEvent[]>;
  /** Of a tenant, those that came in a stretch of time and that nobody could act on, the first first: from where and when. */
  listUnheeded(
    tenantId: string,
    stretch: Stretch,
    limit: number,
  ): Promise<Pick<InboundEvent, 'source' | 'receivedAt'>[]>;
  /** Of some tenants, null among them for those of nobody; with a limit, counts no further. */
  count(tenantIds: readonly (string | null)[], status: InboundStatus, limit?: number): Promise<number>;
  removeOlderThan(before: Date, limit: number): Promise<number>;
}

const WITHOUT_BODY = { rawBody: 0 } as const;
const LONG_AGO = new Date(0);
const dueAt = (now: Date) => ({ nextAttemptAt: trusted({ $gt: LONG_AGO, $lte: now }) });
const UNHEEDED: InboundStatus[] = ['received', 'parked', 'dead'];

export function inboundEventsIn(connection: Connection): InboundEvents {
  const model = inboundModel(connection);
  const change = async (key: InboundKey, fields: Partial<InboundEvent>): Promise<void> => {
    const { source, eventId } = key;
    await model.updateOne({ source, eventId }, { $set: fields }, WITHIN);
  };
  const newest = { receivedAt: -1 } as const;
  return {
    async receive(received, takenUpAt) {
      // Before it is compared: what is kept of the first is masked too.
      const event = { ...received, rawBody: masked(received.rawBody) };
      const isNew = await insertOnce(model, { ...event, status: 'received', attempts: 0, nextAttemptAt: takenUpAt });
      if (isNew) return 'new';
      const { source, eventId } = event;
      const known = await findPlain(model, { source, eventId });
      return known !== null && isSame(known, event) ? 'repeated' : 'altered';
    },
    find: (source, eventId) => findPlain(model, { source, eventId }),
    settle: (key, status) => change(key, { status, nextAttemptAt: null }),
    park: (key, attempts, nextAttemptAt) => change(key, { status: 'parked', attempts, nextAttemptAt }),
    postpone: (key, nextAttemptAt) => change(key, { nextAttemptAt }),
    takeDue: (now, until) =>
      model
        .findOneAndUpdate(
          dueAt(now),
          { $set: { nextAttemptAt: until } },
          { ...WITHIN, sort: { nextAttemptAt: 1 }, projection: { _id: 0 } },
        )
        .lean<InboundEvent>()
        .exec(),
    forgetBody: (key) => change(key, { rawBody: '' }),
    async oldestWaiting(now) {
      const [received, due] = await Promise.all([
        firstPlain(model, { status: 'received' }, { receivedAt: 1 }, { receivedAt: 1 }),
        firstPlain(model, dueAt(now), { nextAttemptAt: 1 }, { nextAttemptAt: 1 }),
      ]);
      const waiting = [received?.receivedAt, due?.nextAttemptAt].flatMap((since) => since ?? []);
      return waiting.sort((one, other) => one.getTime() - other.getTime())[0] ?? null;
    },
    list: (status, limit) => listPlain(model, { status }, { sort: { receivedAt: 1 }, limit }),
    listOfTenant: (tenantId, status, limit) => listPlain(model, { status, tenantId }, { sort: newest, limit }),
    listUnder: (beginning, limit) =>
      listPlain(
        model,
        { reference: trusted(beginningWith(beginning)) },
        { sort: { reference: 1 }, limit },
        WITHOUT_BODY,
      ),
    async listAbout({ source, tenantId }, gatewayReferences, limit) {
      if (gatewayReferences.length === 0) return [];
      const about = { gatewayReference: trusted({ $in: [...gatewayReferences] }) };
      const theirs = { source, tenantId: trusted({ $in: [tenantId, null] }) };
      return listPlain(model, { ...about, ...theirs }, { limit }, WITHOUT_BODY);
    },
    listUnheeded: (tenantId, stretch, limit) =>
      listPlain(
        model,
        { tenantId, status: trusted({ $in: UNHEEDED }), receivedAt: trusted(inStretch(stretch)) },
        { sort: { receivedAt: 1 }, limit },
        { source: 1, receivedAt: 1 },
      ),
    count: (tenantIds, status, limit) =>
      model
        .countDocuments({ tenantId: trusted({ $in: [...tenantIds] }), status }, { ...WITHIN, ...present({ limit }) })
        .exec(),
    removeOlderThan: (before, limit) => removeOlder(model, 'receivedAt', before, limit),
  };
}

function isSame(known: NewInboundEvent, event: NewInboundEvent): boolean {
  return (known.contentHash ?? known.rawBody) === (event.contentHash ?? event.rawBody);
}

function inboundModel(connection: Connection): Model<InboundEvent> {
  return collectionOf<InboundEvent>(
    connection,
    'inboundevents',
    {
      requiredText: ['source', 'eventId', 'status'],
      requiredNumber: ['attempts'],
      requiredInstant: ['receivedAt'],
      text: ['type', 'rawBody', 'contentHash', 'about', 'reference', 'gatewayReference', 'tenantId'],
      instant: ['nextAttemptAt'],
      flag: ['concernsPastPayment'],
    },
    [
      [{ source: 1, eventId: 1 }, { unique: true }],
      [{ status: 1, receivedAt: 1 }],
      [{ tenantId: 1, status: 1, receivedAt: -1 }],
      // Holds only what waits to be taken up, however many events there were.
      [{ nextAttemptAt: 1 }, { partialFilterExpression: { nextAttemptAt: { $gt: LONG_AGO } } }],
      [{ receivedAt: 1 }],
      [{ reference: 1 }, { partialFilterExpression: { reference: { $gt: '' } } }],
      [{ gatewayReference: 1 }, { partialFilterExpression: { gatewayReference: { $gt: '' } } }],
    ],
  );
}
