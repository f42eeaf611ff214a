import { afterEach, describe, expect, it } from 'vitest';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import { exerciseById } from '#shared/exercises/index.ts';
import { decodeChunk } from '#shared/recording/chunk.ts';
import { simulatedLocks } from '#test/web/store/parts.ts';
import { reopen } from '#web/live/resume.ts';
import { answerTabs, askHandOver, askRecordingTab, type RecordingTab } from '#web/live/tabs.ts';
import { newId } from '#web/store/ids.ts';
import { holdLock } from '#web/store/leader.ts';
import { loadRecorded } from '#web/store/recorded.ts';
import { intoWork, openStudio } from './studio.ts';

const channels: BroadcastChannel[] = [];
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
});

/** Channels of as many tabs of one browser. */
function openTabs(count: number): BroadcastChannel[] {
  const name = `tabs-${newId()}`;
  const opened = Array.from({ length: count }, () => new BroadcastChannel(name));
  channels.push(...opened);
  return opened;
}

const tab: RecordingTab = { sessionId: newId(), exerciseName: 'Knee bend', startedAt: { utcUs: 1, offsetMinutes: 0, zone: 'UTC' } };

describe('two tabs', () => {
  it('tell each other what is recorded, and give it up only when all is stored', async () => {
    const [one, two, idle] = openTabs(3);
    const stored = [false, true];
    const stop = answerTabs(
      one,
      () => tab,
      async () => stored.shift() ?? false,
    );
    expect(await Promise.all([askRecordingTab(two), askRecordingTab(idle)])).toEqual([tab, tab]);
    expect(await askHandOver(two)).toBe('refused');
    expect(await askHandOver(two)).toBe('given');
    stop();
    expect(await askRecordingTab(two), 'nobody records any more').toBeNull();
  });

  it('pass the lock on', async () => {
    const locks = simulatedLocks();
    const release = await holdLock(locks, 'recording');
    expect(await holdLock(locks, 'recording')).toBeNull();
    const next = holdLock(locks, 'recording', 1000);
    release?.();
    expect(await next).toBeTypeOf('function');
  });

  it('record one session one after the other: nothing is missing, nothing is there twice', async () => {
    const studio = openStudio();
    await intoWork(studio);
    await studio.run(25);
    const handedUs = studio.deps.now.nowUs();
    expect(await studio.live.handOver()).toBe(true);
    const eventsBefore = (await loadRecorded(studio.db, studio.live.id))?.events.length;
    studio.live.dispatch({ type: 'pain', painNrs: 9 });
    await studio.run(8);

    const recorded = await loadRecorded(studio.db, studio.live.id);
    expect(recorded?.events).toHaveLength(eventsBefore ?? 0);
    for (const [streamId, heard] of studio.heard) {
      const samples = recorded?.chunks.filter((chunk) => chunk.streamId === streamId).reduce((sum, chunk) => sum + chunk.sampleCount, 0);
      expect(samples).toBe(heard.reduce((sum, each) => sum + each.sampleCount, 0));
    }
    const deps = { ...studio.deps, createAnalysis: createLiveAnalysis, exerciseById: (id: string) => exerciseById(id) ?? null };
    const here = await reopen(deps, studio.live.id, 'resume');
    expect(here?.machine.value).toMatchObject({ step: 'rest', setIndex: 0 });
    expect(here?.reading().repetitionsTotal).toBe(studio.live.reading().repetitionsTotal);
    await here?.flush();
    const ended = (await loadRecorded(studio.db, studio.live.id))?.events.find((event) => event.type === 'setEnded');
    expect(ended?.atUs).toBeLessThan(handedUs + 1_000_000);
  });
});

describe('a tab that cannot store everything', () => {
  it('does not hand over and records on', async () => {
    const studio = openStudio();
    await intoWork(studio);
    let broken = true;
    studio.db.chunks.raw.hook('creating', () => {
      if (broken) throw new DOMException('no answer', 'UnknownError');
    });
    await studio.run(5);
    expect(await studio.live.handOver()).toBe(false);
    broken = false;
    const refusedUs = studio.deps.now.nowUs();
    await studio.run(12);
    studio.live.dispatch({ type: 'pain', painNrs: 5 });
    expect(await studio.live.flush()).toBe(true);
    const recorded = await loadRecorded(studio.db, studio.live.id);
    expect(recorded?.events.some((event) => event.type === 'pain')).toBe(true);
    const places = recorded?.row.session.streams.filter((stream) =>
      recorded.chunks.some((chunk) => chunk.streamId === stream.id && chunk.fromUs > refusedUs),
    );
    expect(places?.map((stream) => stream.kind).sort()).toEqual(['heartRate', 'imu', 'imu', 'rrInterval']);
    expect(await studio.live.handOver()).toBe(true);
  });
});

describe('a page that a phone call froze', () => {
  it('goes on by itself, and the time away is a gap in every stream and in the summary', async () => {
    const studio = openStudio();
    await intoWork(studio);
    await studio.run(20);
    const leftUs = studio.deps.now.nowUs();
    // What the sensors sent meanwhile is gone.
    for (const port of studio.ports.values()) port.faults.stall = true;
    studio.time.freeze(180);
    await studio.time.run(0.05);
    for (const port of studio.ports.values()) port.faults.stall = false;
    studio.live.tick();
    await studio.run(20);
    studio.live.dispatch({ type: 'finish' });
    studio.live.dispatch({ type: 'answered' });
    await studio.live.complete();

    const recorded = await loadRecorded(studio.db, studio.live.id);
    if (recorded === null) throw new Error('not recorded');
    const { session, summary } = recorded.row;
    const streams = [];
    for (const stream of session.streams) {
      const chunks = recorded.chunks.filter((chunk) => chunk.streamId === stream.id);
      const decoded = await Promise.all(chunks.map((chunk) => decodeChunk(chunk.bytes)));
      const values = decoded.flatMap((each) => (each.ok ? [each.value] : []));
      const paused = values.flatMap(({ gaps, hostUs }) =>
        gaps.filter((gap) => gap.reason === 'paused').map(({ afterSample }) => hostUs[afterSample + 1]),
      );
      expect(paused, stream.kind).toHaveLength(1);
      expect(paused[0] - leftUs).toBeGreaterThan(170_000_000);
      const hostUs = Float64Array.from(values.flatMap((each) => [...each.hostUs]));
      const counts = Int16Array.from(values.flatMap((each) => [...each.counts]));
      streams.push({ stream, samples: { sampleCount: hostUs.length, hostUs, counts } });
    }
    const input = { sessionId: session.id, startedUs: session.startedAt.utcUs, setup: session.setup };
    expect(summary).toEqual(analyseSession(input, streams, recorded.events, session.endedAt?.utcUs ?? 0).summary);
    const away = summary?.gaps.filter((gap) => gap.fromUs < leftUs + 3_000_000 && gap.toUs - gap.fromUs > 170_000_000);
    expect(away).toHaveLength(3);
  });
});
