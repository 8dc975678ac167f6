import { useRef } from 'react';

/** A value as it is, or while something is under way as it was when that began. */
export function useStandingStill<Value>(value: Value, isUnderWay: boolean): Value {
  const kept = useRef(value);
  if (!isUnderWay) kept.current = value;
  return kept.current;
}
