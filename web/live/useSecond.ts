import { useEffect, useState } from 'preact/hooks';
import { now } from '#web/store/now.ts';

/** The present time, UTC us, renewed once a second: for clocks and "5 s" on chips, not for drawing. */
export function useSecond(): number {
  const [nowUs, setNowUs] = useState(() => now.nowUs());
  useEffect(() => {
    const timer = setInterval(() => setNowUs(now.nowUs()), 1000);
    return () => clearInterval(timer);
  }, []);
  return nowUs;
}
