import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { DeviceError } from '#devices/core/errors.ts';
import type { Sensor, SensorEvent } from '#devices/core/types.ts';
import { heartRateStrap } from '#devices/drivers/heartRateStrap.ts';
import { kneeBend } from '#shared/exercises/kneeBend.ts';
import { walking } from '#shared/exercises/walking.ts';
import { decodeChunk } from '#shared/recording/chunk.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { simulatedLocks } from '#test/web/store/parts.ts';
import { arcPath, labelsOf, pointAt, shareOf } from '#web/live/arcGeometry.ts';
import { type ClosedChunk, createChunkWriter } from '#web/live/chunkWriter.ts';
import { createClockBridge } from '#web/live/clockBridge.ts';
import { formatTimer } from '#web/live/format.ts';
import { heartScale } from '#web/live/HeartBar.tsx';
import type { SensorPlace } from '#web/live/hub.ts';
import { createPrompts } from '#web/live/prompts.ts';
import { createSlot, slotsFor } from '#web/live/slots.ts';
import type { ChooseSource } from '#web/live/sources.ts';
import { createStillness, STILL_US } from '#web/live/stillness.ts';
import { isRunning, tensEvents } from '#web/live/tensWatch.ts';
import { createWriteQueue } from '#web/live/writeQueue.ts';
import type { ChunkRow } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { holdLock } from '#web/store/leader.ts';

const decision = (kind: Decision['kind'], patientText: string): Decision => ({
  id: `s:${kind}:1`,
  sessionId: null,
  kind,
  value: null,
  unit: '',
  validFromUs: 1,
  ruleIds: ['L1'],
  facts: [],
  counterfactual: null,
  confidence: 1,
  evidence: 'ours',
  patientText,
  ptText: patientText,
  engineVersion: '1',
  configHash: 'x',
});

describe('prompts', () => {
  const told = () => {
    const said: string[] = [];
    const buzzed: number[] = [];
    return {
      said,
      buzzed,
      prompts: createPrompts({ speak: (text) => said.push(text), vibrate: (pattern) => buzzed.push(pattern.length) }),
    };
  };

  it('waits for the pause between repetitions, and only the newest is told', () => {
    const { said, prompts } = told();
    prompts.offer([decision('ease', 'Ease.')], 0);
    prompts.poll(true, 1_000_000);
    expect(said).toEqual([]);
    prompts.offer([decision('rest', 'Rest.')], 1_000_000);
    prompts.poll(false, 2_000_000);
    prompts.poll(false, 3_000_000);
    expect(said).toEqual(['Rest.']);
  });

  it('never holds back stop and emergency, and does not wait for ever', () => {
    const { said, buzzed, prompts } = told();
    prompts.offer([decision('ease', 'Ease.'), decision('emergency', 'Stop now.')], 0);
    expect(said).toEqual(['Stop now.']);
    expect(buzzed[0]).toBeGreaterThan(0);
    prompts.offer([decision('rest', 'Rest.')], 0);
    prompts.poll(true, 9_000_000);
    expect(said).toEqual(['Stop now.', 'Rest.']);
  });
});

describe('hold still', () => {
  it('takes three still seconds and starts again after a movement', () => {
    const still = createStillness();
    expect(still(10, 0)).toEqual({ share: 0, moving: false });
    expect(still(11, STILL_US / 2).share).toBeCloseTo(0.5);
    expect(still(30, STILL_US / 2 + 1)).toEqual({ share: 0, moving: true });
    expect(still(31, STILL_US * 1.5 + 1).share).toBe(1);
  });
});

describe('TENS beside a session', () => {
  const stimulation: Stimulation = {
    id: newId(),
    patientId: newId(),
    sessionId: null,
    startedAt: { utcUs: 1000, offsetMinutes: 60, zone: 'Europe/Vienna' },
    localDay: '2026-11-23',
    endedAt: null,
    plannedMinutes: 20,
    site: 'Knee',
    frequencyHz: 80,
    pulseWidthUs: 200,
    intensity: null,
    intensityUnit: null,
    sensation: null,
    painBeforeNrs: 5,
    painAt30MinNrs: null,
    painAfterNrs: null,
    fatigueBeforeNrs: null,
    fatigueAfterNrs: null,
    skinCheckOk: null,
    screenAnswered: false,
    contraindicationCount: 0,
    source: 'manual',
    note: '',
  };

  it('says on and off once, and tells a painful sensation', () => {
    const { id } = stimulation;
    expect(tensEvents(null, stimulation)).toEqual([{ type: 'tensOn', stimulationId: id, screenAnswered: false, contraindicationCount: 0 }]);
    expect(tensEvents(stimulation, stimulation)).toEqual([]);
    const painful = { ...stimulation, sensation: 'painful' as const };
    expect(tensEvents(stimulation, painful)).toEqual([{ type: 'tensSensation', stimulationId: id, painful: true, skinProblem: false }]);
    expect(tensEvents(painful, painful)).toEqual([]);
    expect(tensEvents(painful, null)).toEqual([{ type: 'tensOff', stimulationId: id }]);
  });

  it('counts as running until its end or its planned time', () => {
    expect(isRunning(stimulation, 1000)).toBe(true);
    expect(isRunning(stimulation, 1000 + 20 * 60_000_000)).toBe(false);
    expect(isRunning({ ...stimulation, endedAt: stimulation.startedAt }, 2000)).toBe(false);
  });
});

describe('sensor places', () => {
  const fakeSensor = (heard: string[], name: string, emit: (listener: (event: SensorEvent) => void) => void): ChooseSource => {
    const open = async (listener: (event: SensorEvent) => void): Promise<Sensor> => ({
      definition: heartRateStrap,
      name,
      start: async () => emit(listener),
      stop: async () => {
        heard.push(`stop ${name}`);
      },
    });
    return async () => ({ deviceId: name, name, open });
  };
  const live = (listener: (event: SensorEvent) => void) => listener({ type: 'live' });

  it('come from the exercise', () => {
    expect(slotsFor(kneeBend, 'left').map((slot) => [slot.id, slot.side])).toEqual([
      ['heart', 'none'],
      ['thigh', 'left'],
      ['shank', 'left'],
    ]);
    expect(slotsFor(walking, 'none').map((slot) => slot.id)).toEqual(['heart', 'activity']);
  });

  it('keep the old sensor when the chooser is closed, and let it go when another is picked', async () => {
    const heard: string[] = [];
    const bound: string[] = [];
    const slot = createSlot('heart', 'chest', 'none');
    slot.record((place: SensorPlace) => {
      bound.push(place.sensorLabel);
      return (event) => heard.push(`${place.sensorLabel} ${event.type}`);
    });
    let first: (event: SensorEvent) => void = () => undefined;
    await slot.pick(
      'bluetooth',
      fakeSensor(heard, 'One', (listener) => {
        first = listener;
        live(listener);
      }),
    );
    first({ type: 'stale', sinceUs: 5 });
    expect(slot.status.value).toMatchObject({ state: 'stale', name: 'One', canPick: true, sinceUs: 5 });
    await slot.pick('bluetooth', () => Promise.reject(new DeviceError('cancelled', 'closed')));
    expect(slot.status.value).toMatchObject({ state: 'stale', name: 'One', error: null });
    first({ type: 'live' });
    expect(slot.status.value.state).toBe('live');
    await slot.pick('bluetooth', fakeSensor(heard, 'Two', live));
    first({ type: 'stale', sinceUs: 9 });
    expect(slot.status.value).toMatchObject({ state: 'live', name: 'Two' });
    expect(bound).toEqual(['One', 'Two']);
    expect(heard).toEqual(['One live', 'One stale', 'One live', 'One lost', 'stop One', 'Two live']);
  });

  it('say why a sensor could not be reached', async () => {
    const slot = createSlot('heart', 'chest', 'none');
    await slot.pick('bluetooth', () => Promise.reject(new DeviceError('adapterOff', 'off')));
    expect(slot.status.value).toMatchObject({ state: 'empty', error: 'adapterOff', canPick: true });
  });
});

describe('chunk writer', () => {
  const stream: Stream = {
    id: newId(),
    sessionId: newId(),
    kind: 'heartRate',
    deviceModel: 'heartRateStrap',
    sensorLabel: 'Strap',
    bodySite: 'chest',
    side: 'none',
    nominalRateHz: 1,
    groups: [{ name: 'heartRate', axes: 1, scale: 1, unit: 'bpm' }],
    clock: 'arrival',
    simulated: true,
  };
  const sample = (atUs: number) => ({
    sampleCount: 1,
    hostUs: Float64Array.of(atUs),
    deviceUs: null,
    clock: null,
    counts: Int16Array.of(90),
  });
  const native = globalThis.CompressionStream;
  afterEach(() => {
    globalThis.CompressionStream = native;
  });

  /** What is written when the chunks at these places do not fit. */
  async function write(samples: readonly number[], refused: readonly number[] = []): Promise<ChunkRow[]> {
    const closed: ClosedChunk[] = [];
    const writer = createChunkWriter(stream, (chunk) => closed.push(chunk));
    for (const atUs of samples) writer.push(sample(atUs), atUs === 30_000_000 ? 'disconnected' : null);
    writer.cut();
    const rows: ChunkRow[] = [];
    for (const [i, chunk] of closed.entries()) {
      if (refused.includes(i)) chunk.dropped();
      else {
        const row = await chunk.row(1);
        rows.push(row);
        chunk.kept(row);
      }
    }
    return rows;
  }
  const seconds = Array.from({ length: 25 }, (_, n) => 1_000_000 * (n + 1)).concat(30_000_000);

  it('closes a chunk every 9 s, numbers them, and marks gaps', async () => {
    const rows = await write(seconds);
    expect(rows.map((row) => [row.sequence, row.sampleCount])).toEqual([
      [0, 10],
      [1, 10],
      [2, 6],
    ]);
    const last = await decodeChunk(rows[2].bytes);
    expect(last.ok && last.value).toMatchObject({ firstSampleIndex: 20, gaps: [{ afterSample: 4, reason: 'disconnected' }] });
  });

  it('leaves no hole where chunks were dropped: the next one goes on in their place and says what is missing', async () => {
    const rows = await write(seconds, [0, 1]);
    expect(rows.map((row) => [row.sequence, row.sampleCount])).toEqual([[0, 6]]);
    const next = await decodeChunk(rows[0].bytes);
    const gaps = [
      { afterSample: -1, reason: 'storage' },
      { afterSample: 4, reason: 'disconnected' },
    ];
    expect(next.ok && next.value).toMatchObject({ firstSampleIndex: 0, gaps });
  });
});

describe('write queue', () => {
  it('writes in order, stops at a failure, and goes on from there', async () => {
    const queue = createWriteQueue();
    const written: number[] = [];
    let broken = true;
    queue.push(async () => void written.push(1));
    queue.push(async () => {
      if (broken) throw new Error('full');
      written.push(2);
    });
    queue.push(async () => void written.push(3));
    expect(await queue.retry()).toBe(false);
    expect(queue.failing.value).toBe(true);
    broken = false;
    expect(await queue.retry()).toBe(true);
    expect(written).toEqual([1, 2, 3]);
    expect(queue.failing.value).toBe(false);
  });
});

describe('small parts', () => {
  it('lets one tab record at a time', async () => {
    const locks = simulatedLocks();
    const release = await holdLock(locks, 'recording');
    expect(release).not.toBeNull();
    expect(await holdLock(locks, 'recording')).toBeNull();
    release?.();
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(await holdLock(locks, 'recording')).not.toBeNull();
  });

  it('bridges a sleep between the two clocks without jitter', () => {
    let recordUs = 10_000_000;
    let sensorUs = 10_000_400;
    const shift = createClockBridge(
      () => recordUs,
      () => sensorUs,
    );
    expect(shift()).toBe(0);
    recordUs += 60_000_000;
    sensorUs += 1_000_000;
    expect(shift()).toBe(58_999_600);
    recordUs += 500;
    expect(shift()).toBe(58_999_600);
  });

  it('draws angles where they belong', () => {
    const range = { from: 0, to: 140 };
    expect(shareOf(-20, range)).toBe(0);
    expect(shareOf(70, range)).toBe(0.5);
    expect(shareOf(200, range)).toBe(1);
    expect(pointAt(0.5).x).toBeCloseTo(180);
    expect(pointAt(0).y).toBeCloseTo(pointAt(1).y);
    expect(arcPath(0, 1)).toContain(' 1 1 ');
    expect(labelsOf(range)).toEqual([0, 45, 90, 140]);
    expect(labelsOf({ from: 0, to: 50 })).toEqual([0, 50]);
  });

  it('scales the heart bar around what was agreed', () => {
    const scale = heartScale({ heartRateBandBpm: { from: 92, to: 112 }, heartRateCeilingBpm: 118, restingHeartRateBpm: 60 });
    expect(scale).toEqual({ from: 70, to: 130 });
    expect(heartScale({ heartRateBandBpm: null, heartRateCeilingBpm: null, restingHeartRateBpm: null }).to).toBeGreaterThan(150);
  });

  it('writes time as people read it', () => {
    expect([0, 59.9, 760, 3661].map(formatTimer)).toEqual(['0:00', '0:59', '12:40', '1:01:01']);
  });
});
