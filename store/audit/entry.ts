/** Looks at what is there; everything else is a deed. */
const LOOKS: readonly string[] = ['READ', 'SEARCH', 'EXPORT_AUDIT'];

/** What does nothing to an order: looks at it, and notes, which have a place of their own. */
export const NO_DEEDS: readonly string[] = [...LOOKS, 'NOTE', 'NOTE:refused'];

/** An order's state at a moment. */
interface OrderAt {
  state: string;
  sequence: number;
}

/** Who did what to which order, and why. */
export interface AuditEntry {
  tenantId: string;
  /** Unique: the same deed is written down once. */
  entryId: string;
  at: Date;
  actorId: string;
  role: string;
  action: string;
  changeId: string | null;
  /** The order before and after; absent where that is not the point, e.g. of a look at it. */
  before?: OrderAt;
  after?: OrderAt;
  facts: Record<string, string | number | boolean | null>;
}
