import type { Locale } from '../../../billing/facts/types';
import { type ActByTwo, DESK_ACTS, maySend, type Role } from '../../../machines/events';
import type { EventPreview } from '../../../schemas/orders/event-preview';
import type { RequestView } from '../../../schemas/support/requests';
import type { OrderView } from '../../../workflows/contract';
import { Problem } from '../../http/problem';
import { text } from '../../http/texts';
import { eventPreviewOf } from '../../orders/commands/preview';
import type { StandingAct } from '../../orders/views/acts';
import type { Act } from './act';

interface Reader {
  role: Role;
  locale: Locale;
}

/** The acts that two persons agree on: which of them an order takes as it stands, why not the others, and what one would do. */
export class ActsByTwo {
  readonly all: readonly Act[];

  constructor(all: readonly Act[]) {
    this.all = all;
  }

  /** Those that somebody of a role may ask for. */
  standing(view: OrderView, role: Role, locale: Locale): Promise<StandingAct[]> {
    const theirs = this.all.filter(({ type }) => maySend(role, DESK_ACTS[type]));
    return Promise.all(
      theirs.map(async (act) => ({ type: act.type, whyNot: await objectionTo(act, view, { role, locale }) })),
    );
  }

  /** What an act that was asked for would do if somebody approved it now, or why it would be refused. */
  async outlook(type: ActByTwo, view: OrderView, reader: Reader): Promise<Pick<RequestView, 'preview' | 'objection'>> {
    const act = this.all.find((one) => one.type === type);
    if (act === undefined) return { preview: null, objection: null };
    const objection = await objectionTo(act, view, reader);
    if (objection !== null) return { preview: null, objection };
    return { preview: await previewOf(act, view, { needsSecondPerson: false, locale: reader.locale }), objection };
  }
}

/** What an act would do to an order that takes it. */
export async function previewOf(
  act: Act,
  now: OrderView,
  { needsSecondPerson, locale }: { needsSecondPerson: boolean; locale: Locale },
): Promise<EventPreview> {
  const { foresight, beside } = await act.foresee(now, locale);
  return eventPreviewOf(act.type, { objection: null, now, ...foresight }, { needsSecondPerson, locale }, beside);
}

/** The very look that is taken before somebody asks for it. @returns null where nothing is in its way */
async function objectionTo(act: Act, view: OrderView, { role, locale }: Reader): Promise<string | null> {
  try {
    await act.look(view, role);
    return null;
  } catch (error) {
    const words = error instanceof Problem ? wordsOf(error, view, locale) : undefined;
    if (words === undefined) throw error;
    return words;
  }
}

/** Texts are `notNow.<name>`. */
const OBJECTIONS: Partial<Record<Problem['code'], string>> = {
  event_not_allowed: 'not_lost',
  too_late_to_cancel: 'committed',
  nothing_kept: 'nothing_kept',
  kept_key_unknown: 'kept_key_unknown',
  kept_not_genuine: 'kept_not_genuine',
  claim_lost: 'claim_lost',
  not_found: 'no_vat_open',
  item_closed: 'vat_seen_to',
};

function wordsOf({ code }: Problem, view: OrderView, locale: Locale): string | undefined {
  const name = nameOf(code, view);
  return name === undefined ? undefined : text(locale, `notNow.${name}`);
}

function nameOf(code: Problem['code'], { status, details: { vat } }: OrderView): string | undefined {
  if (code === 'event_not_allowed' && status !== 'active') return 'over';
  // Charged, and handed over to nobody: the register is still asked, or has answered.
  if (code === 'not_found' && vat?.chargedMeanwhile === true) return 'vat_not_handed_over';
  return OBJECTIONS[code];
}
