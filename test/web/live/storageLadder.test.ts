import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Keeping } from '#shared/schema/event.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { samplesPerStored, stepsThatDiffer } from '#web/live/keptForm.ts';
import { createStorageLadder } from '#web/live/storageLadder.ts';
import { makeSetup } from './studio.ts';

const MB = 1 << 20;
const ALL = Keeping.options;
const always = () => true;
const MINUTE_US = 60_000_000;

function streamOf(kind: Stream['kind'], bodySite: Stream['bodySite'], nominalRateHz: number): Stream {
  const name = kind === 'imu' ? 'acceleration' : kind === 'acceleration' ? 'acceleration' : kind === 'ecg' ? 'ecg' : 'heartRate';
  const groups: Stream['groups'] = [{ name, axes: 1, scale: 1, unit: '1' }];
  const ids = { id: `${kind}-${bodySite}`, sessionId: 'session' };
  return {
    ...ids,
    kind,
    deviceModel: 'any',
    sensorLabel: '',
    bodySite,
    side: 'right',
    nominalRateHz,
    groups,
    clock: 'arrival',
    simulated: true,
  };
}
const thigh = streamOf('imu', 'thigh', 100);
const strap = streamOf('heartRate', 'chest', 1);
const strapMotion = streamOf('acceleration', 'chest', 200);
const ecg = streamOf('ecg', 'chest', 130);

describe('what is stored of a stream', () => {
  const setup = makeSetup();
  const at = (stream: Stream) => ALL.map((keeping) => samplesPerStored(stream, setup, keeping));

  it('gives up what nothing is measured from first, then detail, then curves, and pulse last', () => {
    expect(at(ecg)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(at(strapMotion)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(at(thigh)).toEqual([1, 1, 2, 4, 0, 0]);
    expect(at(strap)).toEqual([1, 1, 1, 1, 1, 0]);
  });

  it('never thins below 25 Hz', () => {
    for (const rateHz of [13, 26, 52, 60, 104, 120, 200, 400]) {
      for (const keeping of ['thinned', 'halved'] as const) {
        const every = samplesPerStored(streamOf('imu', 'shank', rateHz), setup, keeping);
        expect(rateHz / every, `${rateHz} Hz`).toBeGreaterThanOrEqual(Math.min(rateHz, 25));
      }
    }
  });

  it('keeps the acceleration that steps are counted from', () => {
    expect(samplesPerStored(strapMotion, makeSetup({ exerciseId: 'walking', side: 'none' }), 'needed')).toBe(1);
    expect(samplesPerStored(ecg, makeSetup({ exerciseId: 'walking', side: 'none' }), 'needed')).toBe(0);
  });

  it('takes only steps that make a difference for the sensors there are', () => {
    expect(stepsThatDiffer([thigh, strap, ecg], setup)).toEqual(ALL);
    expect(stepsThatDiffer([strap], setup)).toEqual(['all', 'noSamples']);
    expect(stepsThatDiffer([streamOf('imu', 'thigh', 60), strap], setup)).toEqual(['all', 'halved', 'noCurves', 'noSamples']);
  });
});

describe('the storage ladder', () => {
  it('goes down with what the browser says is left and up one step at a time, with room to spare', () => {
    const ladder = createStorageLadder();
    const afterLeft = (mb: number | null) => {
      ladder.left(mb === null ? null : mb * MB);
      const rung = ladder.next(ALL, 0, always);
      ladder.settle(rung.keeping);
      return `${rung.keeping} ${rung.reason}`;
    };
    expect(afterLeft(100)).toMatch(/^all/);
    expect(afterLeft(15)).toBe('needed low');
    expect(afterLeft(20)).toMatch(/^needed/);
    expect(afterLeft(7)).toBe('halved low');
    expect(afterLeft(3)).toBe('noCurves low');
    expect(afterLeft(0)).toMatch(/^noCurves/);
    expect(afterLeft(7)).toMatch(/^noCurves/);
    expect(afterLeft(100)).toBe('halved room');
    expect(afterLeft(100)).toBe('thinned room');
    expect(afterLeft(null)).toBe('needed room');
    expect(afterLeft(null)).toBe('all room');
  });

  it('waits longer after each try in vain, and is not deceived by a stream that is stored alike', () => {
    const ladder = createStorageLadder();
    expect(ladder.refused('all', ALL, 0)).toEqual({ keeping: 'needed', reason: 'refused' });
    ladder.settle('needed');
    expect(ladder.next(ALL, MINUTE_US - 1, always).keeping).toBe('needed');
    expect(ladder.next(ALL, MINUTE_US, () => false).keeping).toBe('needed');
    expect(ladder.next(ALL, MINUTE_US, always)).toEqual({ keeping: 'all', reason: 'room' });
    expect(ladder.refused('all', ALL, MINUTE_US)?.keeping).toBe('needed');
    ladder.settle('needed');
    expect(ladder.next(ALL, 3 * MINUTE_US - 1, always).keeping).toBe('needed');
    expect(ladder.next(ALL, 3 * MINUTE_US, always).keeping).toBe('all');
    expect(ladder.refused('noSamples', ALL, 0)).toBeNull();
  });

  it('stores least where a write that holds nothing fits, whatever happens, and ends at everything when there is room for good', () => {
    const happening = fc.record({
      left: fc.option(fc.integer({ min: 0, max: 64 * MB })),
      fits: fc.constantFrom<Keeping>(...ALL),
      steps: fc.subarray([...ALL.slice(1, -1)]),
      secondsLater: fc.integer({ min: 1, max: 600 }),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        const ladder = createStorageLadder();
        let nowUs = 0;
        const write = (steps: readonly Keeping[], fits: Keeping) => {
          let rung: { keeping: Keeping } | null = ladder.next(steps, nowUs, always);
          let tries = 0;
          while (rung !== null && ALL.indexOf(rung.keeping) < ALL.indexOf(fits)) {
            expect(++tries).toBeLessThanOrEqual(ALL.length);
            rung = ladder.refused(rung.keeping, steps, nowUs);
          }
          expect(rung, 'a chunk always finds its step').not.toBeNull();
          expect(steps).toContain(rung?.keeping);
          ladder.settle(rung?.keeping ?? 'noSamples');
        };
        for (const { left, fits, steps, secondsLater } of happenings) {
          nowUs += secondsLater * 1_000_000;
          ladder.left(left);
          write(['all', ...steps, 'noSamples'], fits);
        }
        ladder.left(64 * MB);
        nowUs += 20 * MINUTE_US;
        for (const _ of ALL) write(ALL, 'all');
        expect(ladder.keeping).toBe('all');
      }),
    );
  });
});
