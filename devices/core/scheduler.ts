/** The host's clock and timers, injected: devices/core has none of its own. */
export interface Scheduler {
  /** UTC us, integer. */
  nowUs(): number;
  /** Runs `task` once after the delay; returns a function that cancels it. */
  schedule(delayMs: number, task: () => void): () => void;
}
