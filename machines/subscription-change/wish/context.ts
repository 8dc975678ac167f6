import type { Change, Refusal, Route, TermsField, Timing } from '../../../billing/facts/types';
import type { Actor } from '../../events';
import type { PlacingContext } from '../placing/context';
import type { PriceContext } from '../price/context';
import type { Agreement, DroppedChange, Home } from '../steps';
import type { VatContext } from '../vat/context';
import type { WaitingPlace } from '../waiting/context';

/** The changes asked for, by whom, and what was agreed on. */
export interface WishContext {
  /** Who decided last: it is they who must be allowed to buy for the account. */
  actor: Actor;
  changes: Change[];
  /** Changes being assessed; they become `changes` when accepted. */
  draft: Change[];
  /** When the changes take effect as their customer asks; where support has agreed on something, that counts. */
  effective: Timing;
  /** The same of the changes being assessed. */
  effectiveDraft: Timing;
  /** The subscriptions as they were when the changes were accepted, in words that compare; null until then. */
  terms: string | null;
  /** What newer orders took while this one was at work: a subscription, or some of what is changed of it. */
  taken: Taken[];
  /** Changes that went stale while others of the order did not; an edit forgets them. */
  dropped: DroppedChange[];
  /** Older orders that this one replaces. */
  supersedes: string[];
  /** The changes were accepted before and are being assessed once more. */
  looksAgain: boolean;
  /** While an edit is assessed: the order before it. */
  beforeEdit: BeforeEdit | null;
  /** The edit was refused, and the order goes back to where it was. */
  returnsTo: WaitingPlace | null;
  refusal: Refusal | null;
  route: Route;
  agreement: Agreement | null;
  /** Null until the order was accepted. */
  home: Home | null;
}

export interface Taken {
  subscriptionId: string;
  by: string;
  /** Absent where nothing is left of the change. */
  fields?: TermsField[];
}

/** Everything that an edit puts aside and has put back when it is refused, and when it was asked for. */
export interface BeforeEdit {
  place: WaitingPlace;
  at: string | null;
  wish: Pick<WishContext, 'actor' | 'dropped'>;
  price: Pick<PriceContext, 'askAgain' | 'leadsTo' | 'includesCart'>;
  vat: Pick<VatContext, 'hold'>;
  placing: Pick<PlacingContext, 'placedAt' | 'consent' | 'agreedDue'>;
}

export const newWish = (actor: Actor, changes: Change[], effective: Timing): WishContext => ({
  actor,
  changes,
  draft: changes,
  effective,
  effectiveDraft: effective,
  terms: null,
  taken: [],
  dropped: [],
  supersedes: [],
  looksAgain: false,
  beforeEdit: null,
  returnsTo: null,
  refusal: null,
  route: 'self_serve',
  agreement: null,
  home: null,
});
