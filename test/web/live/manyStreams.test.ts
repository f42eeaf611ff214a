import { describe, expect, it } from 'vitest';
import { CompleteSession } from '#shared/schema/api.ts';
import { Session } from '#shared/schema/session.ts';
import { MAX_SESSION_STREAMS } from '#shared/schema/stream.ts';
import { type SensorSlot, swapSlots } from '#web/live/slots.ts';
import { loadRecorded } from '#web/store/recorded.ts';
import { requestFor } from '#web/store/requests.ts';
import { intoWork, openStudio, type Studio } from './studio.ts';

async function swap(studio: Studio, times: number): Promise<void> {
  const [thigh, shank] = ['thigh', 'shank'].map((id) => studio.live.slots.find((slot) => slot.id === id) as SensorSlot);
  for (let n = 0; n < times; n++) {
    await swapSlots(thigh, shank);
    await studio.time.run(0.25);
  }
}

async function finished(studio: Studio) {
  studio.live.dispatch({ type: 'finish' });
  studio.live.dispatch({ type: 'answered' });
  await studio.live.complete();
  const recorded = await loadRecorded(studio.db, studio.live.id);
  if (recorded === null) throw new Error('not recorded');
  const session = Session.parse(recorded.row.session);
  const countOf = (samples: readonly { readonly sampleCount: number }[]) => samples.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
  const storedOf = (streamId: string) => countOf(recorded.chunks.filter((chunk) => chunk.streamId === streamId));
  const heardOf = (streamId: string) => countOf(studio.heard.get(streamId) ?? []);
  const full = recorded.events.flatMap((event) => (event.type === 'storage' ? [event] : []));
  return { ...recorded, session, storedOf, heardOf, full };
}

describe('a session in which sensors are changed many times', () => {
  it('stores every sample of every stream', async () => {
    const studio = openStudio();
    await intoWork(studio);
    await studio.run(3);
    await swap(studio, 12);
    await studio.run(3);
    expect(studio.live.streamsFull.value).toBe(false);
    const { session, storedOf, heardOf, full } = await finished(studio);
    expect(session.streams).toHaveLength(4 + 2 * 12);
    for (const { id } of session.streams) expect(storedOf(id)).toBe(heardOf(id));
    expect(full).toEqual([]);
  });

  it('says when it has no place for more, once per kind, and goes on measuring from the new streams', async () => {
    const studio = openStudio();
    await intoWork(studio);
    await studio.run(3);
    await swap(studio, (MAX_SESSION_STREAMS - 4) / 2);
    expect(studio.live.streamsFull.value).toBe(false);
    const fullUs = studio.deps.now.nowUs();
    await swap(studio, 2);
    await studio.run(12);
    expect(studio.live.streamsFull.value).toBe(true);
    expect(studio.live.reading().angleDeg, 'measured from streams that are not stored').not.toBeNull();
    expect(studio.live.reading().heartRateBpm, 'stored as before').toBeCloseTo(90, 0);

    const { session, storedOf, heardOf, full, events, row } = await finished(studio);
    expect(session.streams).toHaveLength(MAX_SESSION_STREAMS);
    for (const { id } of session.streams) expect(storedOf(id)).toBe(heardOf(id));
    expect(full).toMatchObject([{ reason: 'streams', keeping: 'all', streamKind: 'imu' }]);
    expect(Math.abs(full[0].fromUs - fullUs)).toBeLessThan(250_000);
    const listed = new Set(session.streams.map(({ id }) => id));
    expect(events.filter((event) => event.type === 'sensor' && !listed.has(event.streamId))).toEqual([]);
    const outbox = await studio.db.outbox.toArray();
    const completion = await requestFor(
      studio.db,
      outbox.filter(({ kind }) => kind === 'complete'),
    );
    const sent = CompleteSession.parse(JSON.parse(completion?.body as string));
    expect(sent.liveDecisions, 'the phone alone saw every sample').toEqual(row.decisions);
  });
});
