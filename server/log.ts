import type { Log } from '#server/deps.ts';

/** One JSON object per line. Callers pass ids, counts, durations and codes only; never names, health data or bodies. */
export function jsonLog(write: (line: string) => void, nowMs: () => number): Log {
  const at = (level: string): Log['info'] => {
    return (event, fields = {}) => write(`${JSON.stringify({ at: new Date(nowMs()).toISOString(), level, event, ...fields })}\n`);
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
