import { describe, expect, it } from 'vitest';
import { decodeChunk } from '#shared/recording/chunk.ts';
import { limitSpace } from '#test/web/store/limitedSpace.ts';
import { makeChunk } from '#test/web/store/madeRecords.ts';
import { recordSession } from '#test/web/store/parts.ts';
import { newId } from '#web/store/ids.ts';
import { loadRecorded } from '#web/store/recorded.ts';
import { RESERVE_BYTES } from '#web/store/reserve.ts';
import { roomForSession } from '#web/store/room.ts';
import { intoWork, openStudio, type Studio } from './studio.ts';

const MB = 1 << 20;
const plenty = async () => 100 * MB;

async function recordedOf(studio: Studio) {
  const recorded = await loadRecorded(studio.db, studio.live.id);
  if (recorded === null) throw new Error('not recorded');
  const streamsOf = (...kinds: string[]) => recorded.row.session.streams.filter((stream) => kinds.includes(stream.kind));
  const chunksOf = (streamId: string) => recorded.chunks.filter((chunk) => chunk.streamId === streamId);
  return { ...recorded, chunksOf, vital: streamsOf('heartRate', 'rrInterval'), raw: streamsOf('imu') };
}

const storageEvents = (events: Awaited<ReturnType<typeof recordedOf>>['events']) =>
  events.flatMap((event) => (event.type === 'storage' ? [event] : []));
const steps = (events: Awaited<ReturnType<typeof recordedOf>>['events']) => storageEvents(events).map(({ keeping }) => keeping);

async function finish(studio: Studio): Promise<void> {
  studio.live.dispatch({ type: 'finish' });
  studio.live.dispatch({ type: 'rpe', rpeCr10: 3 });
  studio.live.dispatch({ type: 'answered' });
  await studio.live.complete();
}

/** An older session that the clinic has, with samples of this size still here. */
async function acknowledged(studio: Studio, bytes: number): Promise<string> {
  const { session, streamId } = await recordSession(studio.db, newId(), 0);
  await studio.db.chunks.put({ ...(await makeChunk(session.id, streamId, 0)), bytes: new Uint8Array(bytes) });
  await studio.db.outbox.clear();
  await studio.db.sessions.raw.update(session.id, { state: 'acknowledged', acknowledgedUs: studio.deps.now.nowUs() });
  return session.id;
}

describe('a phone that runs full in a session', () => {
  it('gives up raw curves and nothing else, says so, and records them again when there is room', async () => {
    const studio = openStudio();
    const space = limitSpace(studio.db, RESERVE_BYTES + 20_000);
    expect(await roomForSession(studio.db, plenty)).toBe(true);
    await intoWork(studio);
    await studio.run(40);
    expect(studio.live.keeping.value).toBe('noCurves');
    expect(studio.live.storageFailing.value).toBe(false);
    studio.live.dispatch({ type: 'pain', painNrs: 6 });
    await studio.run(20);
    expect(await studio.db.reserve.count(), 'what is vital takes the reserve').toBe(0);
    expect((await recordedOf(studio)).events.some((event) => event.type === 'pain' && event.painNrs === 6)).toBe(true);
    space.setQuota(50 * MB);
    await studio.run(80);
    expect(studio.live.keeping.value).toBe('all');
    await finish(studio);

    const { row, events, vital, raw, chunksOf } = await recordedOf(studio);
    expect(row).toMatchObject({ state: 'complete', summary: { rpeCr10: 3, pain: { last: 6 } } });
    for (const stream of vital) {
      const chunks = chunksOf(stream.id);
      expect(chunks.map((chunk) => chunk.sequence)).toEqual(chunks.map((_, n) => n));
      const silenceUs = chunks.slice(1).map((chunk, i) => chunk.fromUs - chunks[i].toUs);
      expect(Math.max(...silenceUs), stream.kind).toBeLessThan(2_500_000);
    }
    expect(storageEvents(events).map(({ keeping, reason }) => [keeping, reason])).toEqual([
      ['halved', 'refused'],
      ['noCurves', 'refused'],
      ['halved', 'room'],
      ['all', 'room'],
    ]);
    for (const stream of raw) {
      const chunks = chunksOf(stream.id);
      expect(chunks.map((chunk) => chunk.sequence)).toEqual(chunks.map((_, n) => n));
      const decoded = await Promise.all(chunks.map((chunk) => decodeChunk(chunk.bytes)));
      const gaps = decoded.map((each) => (each.ok ? each.value.gaps.filter((gap) => gap.reason === 'storage') : null));
      expect(gaps.flat()).toEqual([{ afterSample: -1, reason: 'storage' }]);
      let samples = 0;
      for (const each of decoded) {
        expect(each.ok && each.value.firstSampleIndex).toBe(samples);
        samples += each.ok ? each.value.sampleCount : 0;
      }
    }
  });

  it('deletes what the clinic has before anything of this session is given up', async () => {
    const studio = openStudio();
    const space = limitSpace(studio.db, 50 * MB);
    const old = await acknowledged(studio, 2 * MB);
    expect(await roomForSession(studio.db, plenty)).toBe(true);
    space.setQuota(space.used() + 10_000);
    await intoWork(studio);
    await studio.run(25);
    expect(studio.live.keeping.value).toBe('all');
    await finish(studio);
    const left = await studio.db.chunks.raw.toCollection().primaryKeys();
    expect(left.some(([sessionId]) => sessionId === old)).toBe(false);
    expect((await studio.db.sessions.get(old))?.summary?.sessionId).toBe(old);
    expect(await studio.db.reserve.count()).toBe(1);
    const { raw, chunksOf, events } = await recordedOf(studio);
    for (const stream of raw) {
      expect(chunksOf(stream.id).length).toBeGreaterThan(2);
    }
    expect(steps(events)).toEqual([]);
  });

  it('stores less step by step before the browser refuses, says each step once, and goes back up with room to spare', async () => {
    let left = 100 * MB;
    const studio = openStudio({ spaceLeft: () => left });
    await intoWork(studio);
    await studio.run(31);
    const ratesAt = async (mb: number) => {
      left = mb * MB;
      await studio.run(45);
      return studio.live.keeping.value;
    };
    expect(await ratesAt(11), 'nothing here is optional or faster than 50 Hz').toBe('all');
    expect(await ratesAt(7)).toBe('halved');
    expect(await ratesAt(3)).toBe('noCurves');
    expect(await ratesAt(0), 'pulse goes on until a write fails').toBe('noCurves');
    expect(await ratesAt(7.5), 'not at the edge').toBe('noCurves');
    expect(await ratesAt(9)).toBe('halved');
    expect(await ratesAt(50)).toBe('all');
    await finish(studio);

    const { raw, vital, chunksOf, events, row } = await recordedOf(studio);
    expect(steps(events).filter((step, i, all) => step === all[i - 1])).toEqual([]);
    const first = storageEvents(events).find(({ keeping }) => keeping === 'halved');
    for (const stream of raw) {
      const rates = new Map<string, number>();
      let index = 0;
      for (const chunk of chunksOf(stream.id)) {
        const decoded = await decodeChunk(chunk.bytes);
        if (!decoded.ok) throw new Error(decoded.reason);
        const { nominalRateHz, sampleCount, hostUs, firstSampleIndex } = decoded.value;
        expect(firstSampleIndex).toBe(index);
        index += sampleCount;
        const seconds = (hostUs[sampleCount - 1] - hostUs[0]) / 1e6;
        if (sampleCount > 20) expect((sampleCount - 1) / seconds / nominalRateHz, 'the rate it says').toBeCloseTo(1, 1);
        rates.set(nominalRateHz.toFixed(0), chunk.fromUs);
        if (chunk.fromUs < (first?.fromUs ?? 0) - 10e6) expect(nominalRateHz).toBe(stream.nominalRateHz);
      }
      expect([...rates.keys()].map(Number).sort((a, b) => a - b)).toEqual([30, 60]);
    }
    for (const stream of vital) {
      const chunks = chunksOf(stream.id);
      const silenceUs = chunks.slice(1).map((chunk, i) => chunk.fromUs - chunks[i].toUs);
      expect(Math.max(...silenceUs), stream.kind).toBeLessThan(2_500_000);
    }
    const heard = raw.map((stream) => (studio.heard.get(stream.id) ?? []).reduce((sum, { sampleCount }) => sum + sampleCount, 0));
    expect(Math.min(...heard), 'the phone itself saw every sample').toBeGreaterThan(59 * 340);
    expect(row.summary?.repetitions.length).toBeGreaterThan(10);
  });

  it('is told before the session', async () => {
    const studio = openStudio();
    const space = limitSpace(studio.db, 50 * MB);
    expect(await roomForSession(studio.db, async () => 3 * MB), 'the browser says so').toBe(false);
    expect(await roomForSession(studio.db, async () => null), 'the browser does not say').toBe(true);
    await studio.db.reserve.clear();
    space.setQuota(space.used() + 1000);
    expect(await roomForSession(studio.db, plenty), 'not even the reserve fits').toBe(false);
    const old = openStudio();
    const oldSpace = limitSpace(old.db, 50 * MB);
    await acknowledged(old, 3 * MB);
    oldSpace.setQuota(oldSpace.used() + 1000);
    expect(await roomForSession(old.db, plenty), 'the clinic has what took the room').toBe(true);
  });
});
