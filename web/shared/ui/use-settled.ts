import { useEffect, useState } from 'react';

/** A value once it has not changed for a while. Values are plain data and compared by what is in them. */
export function useSettled<Value>(value: Value, milliseconds: number): Value {
  const [settled, setSettled] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key) as Value), milliseconds);
    return () => clearTimeout(timer);
  }, [key, milliseconds]);
  return settled;
}

/** Whether something has held for a while; that it holds no more is known at once. */
export function useLasting(holds: boolean, milliseconds: number): boolean {
  const lasts = useSettled(holds, milliseconds);
  return holds && lasts;
}
