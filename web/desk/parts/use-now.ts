import { useEffect, useState } from 'react';

/** Ages are told in minutes. */
const EVERY = 30_000;

/** The time as rows tell it, in milliseconds since 1970; it goes on twice a minute. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY);
    return () => clearInterval(timer);
  }, []);
  return now;
}
