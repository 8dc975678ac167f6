import type { Schemas } from '../../shared/api/api-types';
import type { ApiProblem } from '../../shared/api/problems';

/** Ids of the three groups, for the summary of errors to lead to. */
const FIELDS = { '/tierId': 'tier', '/seats': 'seats', '/frequency': 'frequency' } as const;

export type Field = (typeof FIELDS)[keyof typeof FIELDS];

/** A field that stands in the way, and what would do in its place. */
export interface FieldFault {
  field: Field;
  text: string;
  /** A number of seats that would be taken. */
  wouldDo: number | null;
  /** Seats can be given up by people first. */
  isAboutPeople: boolean;
}

/**
 * The field that a refusal is about; null where it is about the subscription as a whole, another one, or who asks.
 *
 * @param place of the subscription among the changes that were priced, where these were several
 */
export function fieldFaultOf({ document, code }: ApiProblem, place: number): FieldFault | null {
  const [error] = document.errors ?? [];
  const field = FIELDS[error?.pointer.replace(`/changes/${place}/`, '/') as keyof typeof FIELDS];
  if (error === undefined || field === undefined) return null;
  return {
    field,
    text: wordsOf(document, error.detail),
    wouldDo: field === 'seats' && typeof error.wouldDo === 'number' ? error.wouldDo : null,
    isAboutPeople: code === 'seats_below_assigned',
  };
}

/** What happened and what to do, in the words of the API for people; of a value that no request may have, which one it is. */
const wordsOf = ({ code, next, forPeople }: Schemas['Problem'], detail: string): string =>
  code === 'invalid_request' ? detail : (forPeople ?? [detail, next].filter(Boolean).join(' '));
