import type { CDPSession } from 'playwright-core';
import { detailOf, keyOf } from '#test/e2e/faultSteps.ts';
import { localChunks, localRecord, readTable } from '#test/e2e/phone.ts';
import { compareStreams, markOf, type StreamPair } from './compare.ts';
import { setPageHidden, setPageSpeed } from './pageClock.ts';
import { heapBytes, type ScreenCost, watchScreen } from './probe.ts';
import { DOT_HZ } from './sensors.ts';
import { longestTaskCpuMs } from './taskTrace.ts';
import { until } from './until.ts';
import { beginRecording, openSoakWorld, type SoakWorld, toLiveScreen } from './world.ts';

export interface SoakOptions {
  /** How many times faster than life sensors, clock and timers run; 1 leaves the page as it is. */
  readonly speed: number;
  /** Of the sensors' time: before anything is measured, and measured. */
  readonly warmUpS: number;
  readonly measuredS: number;
  /** Traced afterwards for so long: tracing is felt, and would be measured with the rest. */
  readonly tracedS?: number;
  /** Out of sight afterwards for so long; only with a speed of its own. */
  readonly hiddenS?: number;
  /** Called with the page's devtools when measuring begins; what it returns, when it ends. */
  readonly alongside?: (devtools: CDPSession) => Promise<() => Promise<void>>;
}
export interface SoakResult {
  readonly cost: ScreenCost;
  /** Growth of the heap in use over what was measured, bytes. */
  readonly grownBytes: number;
  readonly streams: readonly StreamPair[];
  /** Chunks on this device and at the clinic, with their hashes: the same. */
  readonly clinicHasAll: boolean;
  readonly repetitions: number;
  /** Processor time of the longest task while it was traced, ms; null when it was not. */
  readonly longestTaskCpuMs: number | null;
}

/** Slack for a computer that is busy with other things. */
const PATIENCE = 3;

/** One session of the real product with three sensors: recorded, shown, measured, finished, sent, compared. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const world = await openSoakWorld({ fastClock: options.speed !== 1 });
  try {
    await beginRecording(world);
    await toLiveScreen(world);
    await anotherPacket(world);
    const since = markOf(world.sensors);
    const devtools = await world.page.context().newCDPSession(world.page);
    await played(world, options.warmUpS, options.speed);
    const fromBytes = await heapBytes(devtools);
    const screen = await watchScreen(world.page, devtools);
    const stop = await options.alongside?.(devtools);
    await played(world, options.measuredS, options.speed);
    await stop?.();
    const cost = await screen.end();
    const grownBytes = (await heapBytes(devtools)) - fromBytes;
    const repetitions = Number(await world.page.getByTestId('rep-count').textContent());
    const { tracedS } = options;
    const longestMs = tracedS === undefined ? null : await longestTaskCpuMs(devtools, () => played(world, tracedS, options.speed));
    await hide(world, options);
    await silence(world);
    return { cost, grownBytes, repetitions, longestTaskCpuMs: longestMs, ...(await finishAndCompare(world, since)) };
  } finally {
    await world.close();
  }
}

/** A packet holds samples of the time before it; what comes after the next one is all of the recording's own time. */
async function anotherPacket({ sensors }: SoakWorld): Promise<void> {
  const before = sensors.map(({ sent }) => sent.length);
  // The strap's heart rate is its rarest packet: one a second, beside eight of acceleration.
  await until('packets of all sensors', 20_000, () => sensors.every(({ sent }, i) => sent.length > before[i] + 9));
}

/**
 * Lets this many seconds of samples be sent, at this speed, and goes back to the speed of life: what a busy computer has not yet worked off
 * must not keep growing while something is looked at.
 */
async function played({ page, lab, sensors }: SoakWorld, seconds: number, speed: number): Promise<void> {
  const { sent } = sensors[sensors.length - 1];
  const enough = sent.length + seconds * DOT_HZ;
  if (speed !== 1) {
    await setPageSpeed(page, speed);
    lab.setSpeed(speed);
  }
  await until(`${seconds} s of samples`, (PATIENCE * seconds * 1000) / speed + 20_000, () => sent.length >= enough);
  if (speed === 1) return;
  lab.setSpeed(1);
  await setPageSpeed(page, 1);
}

async function hide(world: SoakWorld, { speed, hiddenS = 0 }: SoakOptions): Promise<void> {
  if (hiddenS === 0) return;
  await setPageHidden(world.page, true);
  await played(world, hiddenS, speed);
  await setPageHidden(world.page, false);
}

/** The sensors fall silent; the page's own "nothing for 4 s" says that all they sent has come through. */
async function silence({ page, sensors }: SoakWorld): Promise<void> {
  for (const { handle } of sensors) handle.stall(true);
  for (const { place } of sensors) await page.locator(`[data-testid="sensor-${place}"][data-state="stale"]`).waitFor();
}

async function finishAndCompare(
  { page, sensors }: SoakWorld,
  since: ReturnType<typeof markOf>,
): Promise<Pick<SoakResult, 'streams' | 'clinicHasAll'>> {
  await page.getByTestId('finish').click();
  await page.getByTestId('confirm-finish').click();
  await page.getByTestId('pain-2').click();
  await page.getByTestId('rpe-3').click();
  await page.getByTestId('kept').waitFor();
  const { sessionId } = await localRecord(page);
  const streams = await compareStreams(page, sensors, since, sessionId);
  await until('everything sent', 60_000, async () => (await readTable(page, 'outbox')).length === 0);
  const here = (await localChunks(page)).map(keyOf).sort();
  const there = (await detailOf(page, sessionId)).chunks.map(keyOf).sort();
  return { streams, clinicHasAll: here.length > 0 && JSON.stringify(here) === JSON.stringify(there) };
}
