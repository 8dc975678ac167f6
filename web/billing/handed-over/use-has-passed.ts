import { useEffect, useState } from 'react';
import type { Schemas } from '../../shared/api/api-types';

/** Longer than this no timer waits, in milliseconds. */
const LONGEST = 2_147_483_647;

/** Whether an instant is in the past, also where it comes to be while one looks; null never is. */
export function useHasPassed(instant: Schemas['Instant'] | null): boolean {
  const [now, setNow] = useState(Date.now);
  const at = instant === null ? Number.POSITIVE_INFINITY : Date.parse(instant);
  useEffect(() => {
    const left = at - now;
    if (left < 0 || left === Number.POSITIVE_INFINITY) return;
    const timer = setTimeout(() => setNow(Date.now()), Math.min(left + 1, LONGEST));
    return () => clearTimeout(timer);
  }, [at, now]);
  return at < now;
}
