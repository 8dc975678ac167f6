import { useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { dayIn } from '../../shared/dates/date-text';

/** Whether it is to be paid on the later day on which it takes effect, and not when it is placed. */
export function useDueLater({ at, dueOn, effectiveDate }: Schemas['Quote']): boolean {
  const zone = useTimeZone();
  return dueOn === effectiveDate && dueOn > dayIn(at, zone);
}
