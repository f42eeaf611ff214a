import type { BrowserContext, Page } from 'playwright-core';

declare global {
  interface Window {
    readonly soakClock?: { setSpeed(speed: number): void; setHidden(hidden: boolean): void };
  }
}

/**
 * Pages of this context get a clock and timers that can run faster than life, and can be put out of sight: a headless browser shows every
 * page, so what it withholds from a hidden one is withheld here. Frames while in sight, long tasks and the network stay as they are.
 */
export const installPageClock = (context: BrowserContext): Promise<unknown> => context.addInitScript(fastClock);

export const setPageSpeed = (page: Page, speed: number): Promise<void> =>
  page.evaluate((times) => window.soakClock?.setSpeed(times), speed);

/** Out of sight a page gets no frame and one timer a minute, as a browser gives that has had enough of it; what it hears goes on. */
export const setPageHidden = (page: Page, hidden: boolean): Promise<void> => page.evaluate((on) => window.soakClock?.setHidden(on), hidden);

/** Runs in the page before any of its own code: nothing of this file is in reach. */
function fastClock(): void {
  const realNowMs = performance.now.bind(performance);
  const realTimeout = window.setTimeout.bind(window);
  const realClear = window.clearTimeout.bind(window);
  const realFrame = window.requestAnimationFrame.bind(window);
  const wallMs = Date.now() - realNowMs();
  let speed = 1;
  let sinceRealMs = realNowMs();
  let sinceMs = sinceRealMs;
  const nowMs = (): number => sinceMs + (realNowMs() - sinceRealMs) * speed;
  let hidden = false;
  const minuteMs = 60_000;
  const realDelay = (delayMs: number): number => (hidden ? Math.max(delayMs, minuteMs - (nowMs() % minuteMs)) : delayMs) / speed;

  /** The timer an interval waits for at present, by the number it was given first. */
  const intervals = new Map<number, number>();
  const call = (task: TimerHandler, args: readonly unknown[]): void => {
    if (typeof task === 'function') task(...args);
  };
  const timeout = (task: TimerHandler, delayMs = 0, ...args: unknown[]): number => realTimeout(() => call(task, args), realDelay(delayMs));
  const interval = (task: TimerHandler, delayMs = 0, ...args: unknown[]): number => {
    const step = (): void => {
      intervals.set(id, realTimeout(step, realDelay(delayMs)));
      call(task, args);
    };
    const id = realTimeout(step, realDelay(delayMs));
    intervals.set(id, id);
    return id;
  };
  const clear = (id?: number): void => {
    realClear(intervals.get(id ?? 0) ?? id);
    intervals.delete(id ?? 0);
  };

  let heldFrames: FrameRequestCallback[] = [];
  const frame = (draw: FrameRequestCallback): number => (hidden ? -heldFrames.push(draw) : realFrame(draw));
  const setHidden = (next: boolean): void => {
    hidden = next;
    document.dispatchEvent(new Event('visibilitychange'));
    if (hidden) return;
    for (const draw of heldFrames) realFrame(draw);
    heldFrames = [];
  };
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
  Object.defineProperty(document, 'hidden', { get: () => hidden });
  Object.defineProperty(performance, 'now', { value: nowMs });
  Date.now = () => Math.floor(wallMs + nowMs());
  Object.assign(window, {
    setTimeout: timeout,
    setInterval: interval,
    clearTimeout: clear,
    clearInterval: clear,
    requestAnimationFrame: frame,
  });
  const setSpeed = (next: number): void => {
    sinceMs = nowMs();
    sinceRealMs = realNowMs();
    speed = next;
  };
  Object.defineProperty(window, 'soakClock', { value: { setSpeed, setHidden } });
}
