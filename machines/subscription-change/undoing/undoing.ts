import { type Answered, type Asked, note } from '../note';
import type { CompensateOutput } from '../steps';

/** How an order ends when it is not completed. */
export type Ending = 'cancelled' | 'declined' | 'superseded' | 'expired';

export interface UndoingContext {
  ending: Ending | null;
  /** The grant on which two persons said that the customer has the money back, or that none was taken. */
  givenBackUnder: string | null;
}

export const newUndoing = (): UndoingContext => ({ ending: null, givenBackUnder: null });

export const undoingGuards = {
  isEnding: ({ context: { undoing } }: Asked) => undoing.ending !== null,
  goesOn: ({ context: { undoing } }: Asked) => undoing.ending === null,
  isGivenBackByHand: ({ context: { undoing } }: Asked) => undoing.givenBackUnder !== null,
};

export const end = (ending: Ending) => note(() => ({ undoing: { ending } }));

type Compensated = Extract<CompensateOutput, { status: 'compensated' }>;
type AppliedAfterAll = Extract<CompensateOutput, { status: 'already_applied' }>;

export const noteGivenBack = note(({ payment: { outcome } }, { output }: Answered<Compensated>) => {
  if (outcome === null || output.payment === undefined) return {};
  const { payment: status, code = outcome.code } = output;
  return { payment: { outcome: { ...outcome, status, code } } };
});

export const noteAppliedAfterAll = note((_, { output }: Answered<AppliedAfterAll>) => ({
  undoing: { ending: null },
  delivery: { applied: output.applied },
}));

export const noteGivenBackByHand = note(({ support }) => ({
  undoing: { givenBackUnder: support.request?.grantId ?? null },
}));
