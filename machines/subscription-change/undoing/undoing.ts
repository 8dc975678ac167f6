import { type Asked, type Done, type EventOf, note } from '../note';
import type { CompensateOutput } from '../steps';
import type { Ending } from './context';

export const undoingGuards = {
  isEnding: ({ context: { undoing } }: Asked) => undoing.ending !== null,
  goesOn: ({ context: { undoing } }: Asked) => undoing.ending === null,
  isGivenBackByHand: ({ context: { undoing } }: Asked) => undoing.givenBackUnder !== null,
};

export const end = (ending: Ending) => note(() => ({ undoing: { ending } }));

type Compensated = Extract<CompensateOutput, { status: 'compensated' }>;
type AppliedAfterAll = Extract<CompensateOutput, { status: 'already_applied' }>;

export const noteGivenBack = note(({ payment: { outcome } }, { output }: Done<Compensated>) => {
  if (outcome === null || output.payment === undefined) return {};
  const { payment: status, code = outcome.code } = output;
  return { payment: { outcome: { ...outcome, status, code } } };
});

export const noteAppliedAfterAll = note((_, { output }: Done<AppliedAfterAll>) => ({
  undoing: { ending: null },
  delivery: { applied: output.applied },
}));

export const noteGivenBackByHand = note((_, { grantId }: EventOf<'OVERRIDE'>) => ({
  undoing: { givenBackUnder: grantId },
}));
