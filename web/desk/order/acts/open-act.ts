import type { Schemas } from '../../../shared/api/api-types';

/** Where an act that is looked at would lead. */
export interface Foreseen {
  label: string;
  preview: Schemas['EventPreview'];
}

/** An act that is open, and what was seen of the order when it was opened. */
export interface OpenAct {
  type: Schemas['OrderActName'];
  label: string;
  sequence: number;
  at: Schemas['Instant'];
}
