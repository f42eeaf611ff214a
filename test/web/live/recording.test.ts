import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import type { StreamSamples } from '#shared/analysis/types.ts';
import { exerciseById } from '#shared/exercises/index.ts';
import { decodeChunk } from '#shared/recording/chunk.ts';
import { CompleteSession } from '#shared/schema/api.ts';
import { Session } from '#shared/schema/session.ts';
import { axisCount } from '#shared/schema/stream.ts';
import { rebuild, reopen } from '#web/live/resume.ts';
import { type SensorSlot, swapSlots } from '#web/live/slots.ts';
import type { EvenpaceDb } from '#web/store/db.ts';
import { createNow } from '#web/store/now.ts';
import { loadRecorded } from '#web/store/recorded.ts';
import { requestFor } from '#web/store/requests.ts';
import { SWAPPED } from '#web/store/sensorReason.ts';
import { intoWork, openStudio, type Studio } from './studio.ts';

/** All stored samples of a stream as one. */
async function storedSamples(db: EvenpaceDb, sessionId: string, streamId: string): Promise<StreamSamples & { chunkCount: number }> {
  const recorded = await loadRecorded(db, sessionId);
  const chunks = recorded?.chunks.filter((chunk) => chunk.streamId === streamId) ?? [];
  expect(chunks.map((chunk) => chunk.sequence)).toEqual(chunks.map((_, n) => n));
  const parts = await Promise.all(
    chunks.map(async (chunk) => {
      const decoded = await decodeChunk(chunk.bytes);
      if (!decoded.ok) throw new Error(decoded.reason);
      return decoded.value;
    }),
  );
  return joined(parts, chunks.length);
}

function joined(parts: readonly StreamSamples[], chunkCount = 0): StreamSamples & { chunkCount: number } {
  const hostUs = Float64Array.from(parts.flatMap((part) => [...part.hostUs]));
  const counts = Int16Array.from(parts.flatMap((part) => [...part.counts]));
  return { sampleCount: hostUs.length, hostUs, counts, chunkCount };
}

async function finish(studio: Studio): Promise<void> {
  studio.live.dispatch({ type: 'finish' });
  studio.live.dispatch({ type: 'pain', painNrs: 4 });
  studio.live.dispatch({ type: 'rpe', rpeCr10: 3 });
  studio.live.dispatch({ type: 'answered' });
  await studio.live.complete();
}

/** The page is gone: its sensors are let go and nothing ticks any more. */
async function crash(studio: Studio): Promise<void> {
  for (const slot of studio.live.slots) {
    slot.record(null);
    await slot.release();
  }
}

/** What the server would compute from what this device stored. */
async function analyseStored(studio: Studio) {
  const recorded = await loadRecorded(studio.db, studio.live.id);
  if (recorded === null) throw new Error('not recorded');
  const session = Session.parse(recorded.row.session);
  const input = { sessionId: session.id, startedUs: session.startedAt.utcUs, setup: session.setup };
  const streams = await Promise.all(
    session.streams.map(async (stream) => ({ stream, samples: await storedSamples(studio.db, session.id, stream.id) })),
  );
  return { recorded, result: analyseSession(input, streams, recorded.events, session.endedAt?.utcUs ?? 0) };
}

describe('recording a session', () => {
  it('stores every sample bit for bit, and its summary is what the stored recording gives', async () => {
    const studio = openStudio({ heartRateBpm: 90 });
    await intoWork(studio);
    await studio.run(32);
    studio.live.dispatch({ type: 'pain', painNrs: 3 });
    studio.live.dispatch({ type: 'rest' });
    await studio.run(5);
    studio.live.dispatch({ type: 'nextSet' });
    await studio.run(12);
    await finish(studio);

    const { recorded, result } = await analyseStored(studio);
    const { session, summary } = recorded.row;
    expect(session.streams.map((stream) => [stream.kind, stream.bodySite]).sort()).toEqual([
      ['heartRate', 'chest'],
      ['imu', 'shank'],
      ['imu', 'thigh'],
      ['rrInterval', 'chest'],
    ]);
    for (const stream of session.streams) {
      const stored = await storedSamples(studio.db, session.id, stream.id);
      const heard = joined(studio.heard.get(stream.id) ?? []);
      expect(stored.hostUs).toEqual(heard.hostUs);
      expect(stored.counts).toEqual(heard.counts);
      expect(stored.counts.length).toBe(stored.sampleCount * axisCount(stream.groups));
      expect(stored.chunkCount).toBeGreaterThanOrEqual(5);
      if (stream.kind === 'imu') expect(stored.sampleCount).toBeGreaterThan(45 * 55);
    }
    expect(summary).toEqual(result.summary);
    expect(recorded.row.decisions).toEqual(result.decisions);
    expect(summary?.repetitions.length).toBeGreaterThanOrEqual(8);
    expect(summary).toMatchObject({ rpeCr10: 3, pain: { first: 3, max: 4, last: 4 } });
    expect(summary?.heartRate?.meanBpm).toBeCloseTo(90, 0);
    expect(recorded.row.state).toBe('complete');

    const rows = await studio.db.outbox.toArray();
    expect(rows.filter((row) => row.kind === 'chunk')).toHaveLength(recorded.chunks.length);
    expect(
      rows
        .filter((row) => row.kind === 'events')
        .flatMap((row) => row.eventIds)
        .sort(),
    ).toEqual(recorded.events.map((event) => event.id).sort());
    const completion = await requestFor(
      studio.db,
      rows.filter((row) => row.kind === 'complete'),
    );
    expect(CompleteSession.parse(JSON.parse(completion?.body as string)).eventCount).toBe(recorded.events.length);
  });

  it('records what was decided and says it', async () => {
    const studio = openStudio({ heartRateBpm: 112 });
    await intoWork(studio);
    await studio.run(50);
    expect(studio.live.shown.value.light).toBe('ease');
    const shown = studio.live.shown.value.decision;
    expect(shown?.ruleIds).toContain('L1');
    expect(studio.spoken).toContain(shown?.patientText);
    await finish(studio);
    const { recorded, result } = await analyseStored(studio);
    const shownIds = recorded.events.flatMap((event) => (event.type === 'decisionShown' ? [event.decision.id] : []));
    expect(shownIds.length).toBeGreaterThan(0);
    expect(result.decisions.map((decision) => decision.id)).toEqual(expect.arrayContaining(shownIds));
  });

  it('goes on when a sensor drops: a gap, a new stream for the picked one, and equal summaries', async () => {
    const studio = openStudio();
    await intoWork(studio);
    await studio.run(14);
    const port = studio.ports.get('thigh');
    if (port === undefined) throw new Error('no thigh sensor');
    port.faults.neverAnswerConnect = true;
    port.dropNow();
    await studio.run(8);
    const thigh = studio.live.slots.find((slot) => slot.id === 'thigh');
    expect(thigh?.status.value).toMatchObject({ state: 'lost', canPick: true });
    expect(studio.live.machine.value.step).toBe('work');
    expect(studio.live.reading().heartRateBpm).toBeCloseTo(90, 0);
    expect(studio.live.reading().angleDeg).toBeNull();
    await studio.pick('thigh');
    await studio.run(16);
    expect(thigh?.status.value.state).toBe('live');
    expect(studio.live.reading().angleDeg).not.toBeNull();
    await finish(studio);

    const { recorded, result } = await analyseStored(studio);
    const thighs = recorded.row.session.streams.filter((stream) => stream.bodySite === 'thigh');
    expect(thighs).toHaveLength(2);
    expect(recorded.row.summary).toEqual(result.summary);
    expect(recorded.row.summary?.gaps.filter((gap) => gap.toUs - gap.fromUs > 4_000_000).length).toBeGreaterThan(0);
    const sensorEvents = recorded.events.filter((event) => event.type === 'sensor' && event.streamId === thighs[0].id);
    expect(sensorEvents.map((event) => event.type === 'sensor' && event.state)).toEqual(['live', 'lost']);
  });

  it('knows from when on two swapped sensors are where they are: new streams at the other place, and equal summaries', async () => {
    const studio = openStudio();
    await intoWork(studio);
    await studio.run(14);
    const [thigh, shank] = ['thigh', 'shank'].map((id) => studio.live.slots.find((slot) => slot.id === id) as SensorSlot);
    const swappedUs = studio.deps.now.nowUs();
    await swapSlots(thigh, shank);
    await studio.run(20);
    expect(thigh.status.value).toMatchObject({ state: 'live', name: 'DOT shank' });
    expect(studio.live.reading().angleDeg).not.toBeNull();
    await swapSlots(thigh, shank);
    await studio.run(6);
    await finish(studio);

    const { recorded, result } = await analyseStored(studio);
    const motion = recorded.row.session.streams.filter((stream) => stream.kind === 'imu');
    expect(motion.map((stream) => [stream.sensorLabel, stream.bodySite]).sort()).toEqual([
      ['DOT shank', 'shank'],
      ['DOT shank', 'shank'],
      ['DOT shank', 'thigh'],
      ['DOT thigh', 'shank'],
      ['DOT thigh', 'thigh'],
      ['DOT thigh', 'thigh'],
    ]);
    const all = recorded.events.flatMap((event) => (event.type === 'sensor' && event.reason === SWAPPED ? [event] : []));
    expect(all).toHaveLength(8);
    const swaps = all.filter(({ atUs }) => atUs < swappedUs + 10_000_000);
    expect(swaps.map(({ state }) => state).sort()).toEqual(['live', 'live', 'lost', 'lost']);
    for (const { atUs } of swaps) expect(Math.abs(atUs - swappedUs)).toBeLessThan(500_000);
    for (const { streamId, state } of swaps) {
      const { hostUs } = await storedSamples(studio.db, studio.live.id, streamId);
      if (state === 'live') expect(hostUs[0]).toBeGreaterThanOrEqual(swappedUs - 200_000);
      else expect(hostUs[hostUs.length - 1]).toBeLessThanOrEqual(swappedUs);
    }
    expect(recorded.row.summary).toEqual(result.summary);
    expect(result.summary.repetitions.at(-1)?.endUs).toBeGreaterThan(swappedUs + 10_000_000);
  });

  it('resumes after a crash: the same reading, the time away as rest, new streams, nothing twice', async () => {
    const studio = openStudio();
    await intoWork(studio);
    await studio.run(24);
    await studio.live.flush();
    const again = await rebuild(studio.db, studio.live.id, createLiveAnalysis);
    if (again === null) throw new Error('nothing to rebuild');
    const nowUs = studio.deps.now.nowUs();
    const before = studio.live.reading();
    studio.live.tick();
    again.analysis.advance(nowUs);
    expect({ ...again.analysis.reading, atUs: 0 }).toEqual({ ...before, atUs: 0 });
    expect(before.repetitionsTotal).toBeGreaterThan(3);
    expect(again.machine.step).toBe('work');

    await crash(studio);
    await studio.time.run(600);
    const deps = { ...studio.deps, createAnalysis: createLiveAnalysis, exerciseById: (id: string) => exerciseById(id) ?? null };
    const resumed = await reopen(deps, studio.live.id, 'resume');
    if (resumed === null) throw new Error('not resumed');
    expect(resumed.machine.value).toMatchObject({ step: 'rest', setIndex: 0 });
    expect(resumed.reading().repetitionsTotal).toBe(before.repetitionsTotal);
    expect(resumed.reading()).toMatchObject({ heartRateBpm: null, angleDeg: null });
    resumed.dispatch({ type: 'nextSet' });
    resumed.dispatch({ type: 'finish' });
    resumed.dispatch({ type: 'answered' });
    await resumed.complete();
    const { recorded, result } = await analyseStored(studio);
    expect(recorded.row.summary).toEqual(result.summary);
    const ended = recorded.events.find((event) => event.type === 'setEnded');
    expect(ended?.atUs).toBeLessThan(nowUs + 1_000_000);
  });

  it('goes on after what is recorded though the clock was set back before the page came back', async () => {
    const studio = openStudio({ heartRateBpm: 112 });
    await intoWork(studio);
    await studio.run(24);
    await studio.live.flush();
    await crash(studio);
    await studio.time.run(10);
    const before = await loadRecorded(studio.db, studio.live.id);
    const lastUs = Math.max(...(before?.chunks ?? []).map(({ toUs }) => toUs));
    const wallMs = () => studio.time.nowUs() / 1000 - 600_000;
    const setBack = createNow({ wallMs, monotonicMs: () => studio.time.nowUs() / 1000, zone: () => 'Europe/Vienna' });
    const deps = {
      ...studio.deps,
      now: setBack,
      createAnalysis: createLiveAnalysis,
      exerciseById: (id: string) => exerciseById(id) ?? null,
    };
    const resumed = await reopen(deps, studio.live.id, 'resume');
    if (resumed === null) throw new Error('not resumed');
    for (const slot of resumed.slots) {
      const picking = slot.pick('simulated', studio.choose);
      await studio.time.run(0.1);
      await picking;
    }
    resumed.dispatch({ type: 'nextSet' });
    for (let s = 0; s < 30; s++) {
      await studio.time.run(1);
      resumed.tick();
    }
    expect(resumed.reading()).toMatchObject({ phase: 'work', heartRateBpm: 112 });
    expect(resumed.reading().atUs).toBeGreaterThan(lastUs + 25_000_000);
    resumed.dispatch({ type: 'stop' });
    resumed.dispatch({ type: 'answered' });
    await resumed.complete();
    const after = await loadRecorded(studio.db, studio.live.id);
    const known = new Set(before?.events.map(({ id }) => id));
    const added = after?.events.filter(({ id }) => !known.has(id)) ?? [];
    expect(Math.min(...added.map(({ atUs }) => atUs))).toBeGreaterThan(lastUs);
    expect(after?.row.session.endedAt?.utcUs).toBeGreaterThan(lastUs + 30_000_000);
    expect(after?.row.summary?.durationS).toBeGreaterThan(50);
  });

  it('finishes an abandoned session where its recording ends', async () => {
    const studio = openStudio();
    await intoWork(studio);
    await studio.run(15);
    await studio.live.flush();
    const lastUs = studio.deps.now.nowUs();
    await crash(studio);
    await studio.time.run(7200);
    const deps = { ...studio.deps, createAnalysis: createLiveAnalysis, exerciseById: (id: string) => exerciseById(id) ?? null };
    const reopened = await reopen(deps, studio.live.id, 'finish');
    if (reopened === null) throw new Error('not reopened');
    expect(reopened.machine.value).toMatchObject({ step: 'questions', outcome: 'stopped' });
    await reopened.ended();
    expect((await studio.db.sessions.get(studio.live.id))?.state).toBe('ended');
    reopened.dispatch({ type: 'rpe', rpeCr10: 2 });
    reopened.dispatch({ type: 'answered' });
    await reopened.complete();
    const { recorded, result } = await analyseStored(studio);
    expect(recorded.row.session.endedAt?.utcUs).toBeLessThan(lastUs + 1_000_000);
    expect(recorded.row.summary).toEqual(result.summary);
    expect(recorded.row.summary?.rpeCr10).toBe(2);
  });

  it('completes an emergency by itself, with the flag and its decision in it', async () => {
    const studio = openStudio();
    await studio.pick('heart');
    studio.live.dispatch({ type: 'sensorsReady', usesAngle: false });
    await studio.run(2);
    studio.live.dispatch({ type: 'redFlag', symptoms: ['chestPain'] });
    await studio.live.complete();
    const { recorded, result } = await analyseStored(studio);
    expect(recorded.row.state).toBe('complete');
    expect(result.decisions.map((decision) => decision.kind)).toContain('emergency');
    expect(recorded.row.decisions).toEqual(result.decisions);
  });

  it('completes a session that is not for today by itself, with the reason on the screen and for the clinic', async () => {
    const studio = openStudio();
    studio.live.dispatch({ type: 'sensorsReady', usesAngle: false });
    await studio.run(2);
    studio.live.dispatch({ type: 'unwellToday', doctor: ['saddleNumbness'], illness: [] });
    await studio.live.complete();
    expect(studio.live.shown.value.decision?.ruleIds).toEqual(['G4']);
    const { recorded } = await analyseStored(studio);
    expect(recorded.row.decisions.map(({ ruleIds, kind }) => [ruleIds[0], kind])).toEqual([['G4', 'block']]);
  });

  it('keeps what cannot be written and writes it when the storage answers again', async () => {
    const studio = openStudio();
    await intoWork(studio);
    let full = true;
    studio.db.chunks.raw.hook('creating', () => {
      if (full) throw new DOMException('no answer', 'UnknownError');
    });
    await studio.run(13);
    expect(studio.live.storageFailing.value).toBe(true);
    studio.live.dispatch({ type: 'pain', painNrs: 5 });
    full = false;
    await studio.run(2);
    await finish(studio);
    expect(studio.live.storageFailing.value).toBe(false);
    const { recorded, result } = await analyseStored(studio);
    expect(recorded.row.summary).toEqual(result.summary);
    expect(recorded.events.some((event) => event.type === 'pain' && event.painNrs === 5)).toBe(true);
  });
});
