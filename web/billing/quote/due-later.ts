import type { Schemas } from '../../shared/api/api-types';

/** Whether it is to be paid on the later day on which it takes effect, and not when it is placed. */
export const isDueLater = ({
  at,
  dueOn,
  effectiveDate,
}: Pick<Schemas['Quote'], 'at' | 'dueOn' | 'effectiveDate'>): boolean =>
  dueOn === effectiveDate && dueOn > at.slice(0, 'YYYY-MM-DD'.length);
