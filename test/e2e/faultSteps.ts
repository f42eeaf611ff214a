import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { kneeBend } from '#shared/exercises/kneeBend.ts';
import { readChunkHeader } from '#shared/recording/chunk.ts';
import type { SessionDetail } from '#shared/schema/api.ts';
import { liveCopy } from '#web/copy/live.ts';
import type { LocalChunk } from './phone.ts';
import { pick, SHANK, STRAP, THIGH } from './sensors.ts';

/** Steps and looks of a session that something happens to. */
export const PLACES = ['heart', 'thigh', 'shank'] as const;

/** From the start screen into the first set, with all sensors. */
export async function startFromHere(page: Page): Promise<void> {
  await pick(page, 'pick-heart', STRAP);
  await pick(page, 'pick-thigh', THIGH);
  await pick(page, 'pick-shank', SHANK);
  await allLive(page);
  await page.getByTestId('start-session').click();
  await page.getByTestId('gate-none').click();
  await page.getByTestId('skip-still').click();
  await page.getByTestId('light').waitFor();
}

export const otherTabRecords = (page: Page) => page.getByText(liveCopy.otherTab.title(kneeBend.name, '').trim()).waitFor();

/** Goes on in this tab with the session of another one. */
export async function takeOver(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/session/live`);
  await page.getByTestId('resume').click();
  await otherTabRecords(page);
  await page.getByTestId('take-over').click();
  await page.getByTestId('light').waitFor();
}

export async function allLive(page: Page): Promise<void> {
  for (const place of PLACES) await page.locator(`[data-testid="sensor-${place}"][data-state="live"]`).waitFor();
}

/** The renderer dies as it would without memory: no handler of the page runs. */
export async function crashTab(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const cdp = await page.context().newCDPSession(page);
  void cdp.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}

export function detailOf(page: Page, id: string): Promise<SessionDetail> {
  return page.evaluate(async (sessionId) => (await fetch(`/api/v1/sessions/${sessionId}`)).json(), id);
}

export const keyOf = (chunk: Pick<LocalChunk, 'streamId' | 'sequence' | 'sha256Hex' | 'sampleCount'>) =>
  `${chunk.streamId}/${chunk.sequence} ${chunk.sampleCount} ${chunk.sha256Hex}`;

export function byStream(chunks: readonly LocalChunk[]): Map<string, LocalChunk[]> {
  const ordered = [...chunks].sort((a, b) => a.sequence - b.sequence);
  return Map.groupBy(ordered, (chunk) => chunk.streamId);
}

export function streamsWithChunks(chunks: readonly LocalChunk[], count: number): number {
  return [...byStream(chunks).values()].filter((own) => own.length >= count).length;
}

/** Sequence and sample index run on from zero without a hole and without an overlap, and time only goes forward. */
export function expectUnbroken(chunks: readonly LocalChunk[]): void {
  let sampleIndex = 0;
  let lastUs = 0;
  for (const [i, chunk] of chunks.entries()) {
    const header = readChunkHeader(Buffer.from(chunk.bytesBase64, 'base64'));
    expect(header.ok).toBe(true);
    if (!header.ok) return;
    expect([chunk.sequence, header.value.firstSampleIndex]).toEqual([i, sampleIndex]);
    expect(chunk.fromUs).toBeGreaterThan(lastUs);
    sampleIndex += chunk.sampleCount;
    lastUs = chunk.toUs;
  }
}
