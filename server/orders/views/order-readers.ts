import { HOUR } from '../../../billing/calendar/durations';
import type { Locale } from '../../../billing/facts/types';
import type { Role } from '../../../machines/events';
import { declineMessageIn, MOST_DEEDS } from '../../../store/audit/audit';
import type { OrderView } from '../../../workflows/contract';
import { type Caller, isStaff } from '../../api/principal';
import type { ServerStore } from '../../ports';
import { type Reader, readerOf } from '../quotes/reader';
import type { StandingAct } from './acts';
import type { OrderName } from './visible-orders';

/** Who reads an order, and what is known of it beside what it tells itself. */
export interface OrderReader extends Reader {
  atDesk: ToldAtDesk;
  /** Of an order that somebody of ours decides: until when its customer may expect an answer. */
  answerBy: string | null;
  /** Of one that was declined: what its customer was told. */
  declineMessage: string | null;
  /** The acts of two persons that its reader may ask for, as the order stands; none for anybody else. */
  standingActs: readonly StandingAct[];
}

/** What is looked up of an order for its reader, and how the acts of two persons stand. */
interface ReaderSources extends Pick<ServerStore, 'accounts' | 'orders' | 'settings' | 'audit'> {
  acts: { standing(view: OrderView, role: Role, locale: Locale): Promise<StandingAct[]> };
}

/** What support has beside an order; of each null where the reader is not told. */
export interface ToldAtDesk {
  assignee: string | null;
  notes: number | null;
}

const NOT_TOLD: ToldAtDesk = { assignee: null, notes: null };

type Asked = Caller & { locale: Locale };

/** Looks up who reads an order, and no more of it than there is to tell: most orders cost no look at all. */
export class OrderReaders {
  readonly #sources: ReaderSources;

  constructor(sources: ReaderSources) {
    this.#sources = sources;
  }

  async of(call: Asked, view: OrderView): Promise<OrderReader> {
    const { tenantId, changeId } = view.details;
    const [reader, atDesk, answerBy, declineMessage, standingActs] = await Promise.all([
      readerOf(this.#sources.accounts, call, view.details),
      this.atDesk(call, { tenantId, changeId }),
      this.#answerBy(view),
      this.#declineMessage(view),
      this.#sources.acts.standing(view, call.principal.role, call.locale),
    ]);
    return { ...reader, atDesk, answerBy, declineMessage, standingActs };
  }

  async atDesk({ principal }: Pick<Caller, 'principal'>, { tenantId, changeId }: OrderName): Promise<ToldAtDesk> {
    if (!isStaff(principal)) return NOT_TOLD;
    const { assigneeId: assignee, notes } = await this.#sources.orders.findAtDesk(tenantId, changeId);
    return { assignee, notes };
  }

  async #answerBy(view: OrderView): Promise<string | null> {
    const since = handedOverSince(view);
    if (since === null) return null;
    const { answerHours } = await this.#sources.settings.read(view.details.tenantId);
    return new Date(Date.parse(since) + answerHours * HOUR).toISOString();
  }

  /** The deed of whoever declined it is on record with the words that they chose. */
  async #declineMessage({ details: { ending, tenantId, changeId } }: OrderView): Promise<string | null> {
    if (ending !== 'declined') return null;
    return declineMessageIn(await this.#sources.audit.listOfChange(tenantId, changeId, MOST_DEEDS));
  }
}

/** Since when somebody of ours decides an order; null where nobody has to. */
export function handedOverSince({ details, state, transitions, at }: OrderView): string | null {
  if (details.situation !== 'handed_over') return null;
  const place = state.split('.', 1)[0] ?? '';
  const before = transitions.findLastIndex(({ to }) => to.split('.', 1)[0] !== place);
  return (transitions[before + 1] ?? transitions[0])?.at ?? at;
}
