import type { CDPSession, Page } from 'playwright-core';

declare global {
  interface Window {
    soakProbe?: { readonly frameMs: Float64Array; frameCount: number; readonly longTaskMs: number[]; stop(): void };
  }
}

/** What the live screen cost while it ran, in real time. */
export interface ScreenCost {
  readonly seconds: number;
  /** Frames in each whole second, ascending. */
  readonly framesPerS: readonly number[];
  /** Longest time between two frames, ms. */
  readonly longestFrameMs: number;
  /** Tasks of more than 50 ms on the page's main thread, ms. */
  readonly longTaskMs: readonly number[];
  /** Shares of one core: the page's main thread, and all processes of the browser with what draws. */
  readonly mainThread: number;
  readonly browser: number;
  /** Shares of the time in which the main thread was in scripts, in styles and layout. */
  readonly scripts: number;
  readonly layout: number;
}

const MAX_FRAMES = 100_000;

/** Looks at frames, long tasks and the main thread from now on. `end` gives what was seen. */
export async function watchScreen(page: Page, devtools: CDPSession): Promise<{ end(): Promise<ScreenCost> }> {
  await devtools.send('Performance.enable');
  const metrics = async (): Promise<Map<string, number>> => {
    const { metrics: all } = await devtools.send('Performance.getMetrics');
    return new Map(all.map(({ name, value }) => [name, value]));
  };
  const whole = await page.context().browser()?.newBrowserCDPSession();
  const browserCpuS = async (): Promise<number> => {
    const processes = (await whole?.send('SystemInfo.getProcessInfo'))?.processInfo ?? [];
    return processes.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  await page.evaluate(startProbe, MAX_FRAMES);
  const before = await metrics();
  const beforeCpuS = await browserCpuS();
  return {
    async end() {
      const after = await metrics();
      const cpuS = (await browserCpuS()) - beforeCpuS;
      const seen = await page.evaluate(() => {
        const probe = window.soakProbe;
        probe?.stop();
        return { frameMs: Array.from(probe?.frameMs.subarray(0, probe.frameCount) ?? []), longTaskMs: [...(probe?.longTaskMs ?? [])] };
      });
      const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
      const seconds = grown('Timestamp');
      return {
        ...framesOf(seen.frameMs),
        seconds,
        longTaskMs: seen.longTaskMs,
        mainThread: grown('ThreadTime') / seconds,
        browser: cpuS / seconds,
        scripts: grown('ScriptDuration') / seconds,
        layout: (grown('LayoutDuration') + grown('RecalcStyleDuration')) / seconds,
      };
    },
  };
}

function framesOf(frameMs: readonly number[]): Pick<ScreenCost, 'framesPerS' | 'longestFrameMs'> {
  const perSecond = new Array<number>(Math.max(0, Math.floor((frameMs[frameMs.length - 1] - frameMs[0]) / 1000))).fill(0);
  let longestFrameMs = 0;
  for (const [i, atMs] of frameMs.entries()) {
    const second = Math.floor((atMs - frameMs[0]) / 1000);
    if (second < perSecond.length) perSecond[second]++;
    if (i > 0) longestFrameMs = Math.max(longestFrameMs, atMs - frameMs[i - 1]);
  }
  return { framesPerS: perSecond.sort((a, b) => a - b), longestFrameMs };
}

/** Runs in the page. The times that frames are called with are the browser's own, whatever the page's clock says. */
function startProbe(maxFrames: number): void {
  const frameMs = new Float64Array(maxFrames);
  const longTaskMs: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTaskMs.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const probe = { frameMs, frameCount: 0, longTaskMs, stop: () => {} };
  let frame = requestAnimationFrame(function note(atMs) {
    if (probe.frameCount < frameMs.length) frameMs[probe.frameCount++] = atMs;
    frame = requestAnimationFrame(note);
  });
  probe.stop = () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
  window.soakProbe = probe;
}

/** Bytes of JavaScript that are in use, after a collection. */
export async function heapBytes(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}
