import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUSY_DAY_DEFAULTS, busyDay } from '#shared/pacing/days/busyDay.ts';
import { seededRandom } from '#test/devices/seededRandom.ts';

const minutes = fc.double({ min: 1, max: 600, noNaN: true });
const past = fc.array(minutes, { minLength: 7, maxLength: 40 });
const share = fc.double({ min: 0.05, max: 1, noNaN: true });

describe('a busy day', () => {
  it('never adds, and never takes off more than the surplus so far', () => {
    fc.assert(
      fc.property(past, minutes, share, (loads, today, dayShare) => {
        const { cut, usual, reliability } = busyDay(loads, today, dayShare);
        expect(reliability).toBeGreaterThanOrEqual(0);
        expect(reliability).toBeLessThanOrEqual(1);
        expect(cut).toBeGreaterThanOrEqual(0);
        expect(cut).toBeLessThanOrEqual(Math.max(0, today - (usual ?? 0) * dayShare) + 1e-9);
      }),
    );
  });

  it('takes off more the busier it is, whatever the unit', () => {
    fc.assert(
      fc.property(past, minutes, minutes, fc.double({ min: 0.01, max: 100, noNaN: true }), (loads, a, b, unit) => {
        const [quiet, busy] = [busyDay(loads, Math.min(a, b), 1).cut, busyDay(loads, Math.max(a, b), 1).cut];
        expect(busy).toBeGreaterThanOrEqual(quiet);
        const scaled = busyDay(
          loads.map((load) => load * unit),
          Math.max(a, b) * unit,
          1,
        ).cut;
        expect(Math.abs(scaled - busy * unit)).toBeLessThan(1e-6 * Math.max(1, busy * unit));
      }),
    );
  });

  it('cuts nothing when today is not known or too few days are', () => {
    fc.assert(
      fc.property(past, (loads) => {
        expect(busyDay(loads, null, 1).cut).toBe(0);
        expect(busyDay(loads.slice(0, 6), 600, 1)).toEqual({ cut: 0, usual: null, reliability: 0 });
      }),
    );
  });

  it('cuts nothing when the days differ no more than the readings err', () => {
    expect(busyDay([100, 105, 95, 110, 90, 100, 102, 98], 180, 1)).toEqual({ cut: 0, usual: 100, reliability: 0 });
  });

  it('takes the newest days for the usual ones, and counts half a day as half', () => {
    const loads = [...Array(20).fill(10), ...Array.from({ length: 28 }, (_, i) => 60 + 5 * i)];
    const { cut, usual } = busyDay(loads, 120, 0.5);
    expect(usual).toBe(127.5);
    expect(cut).toBeGreaterThan(20);
    expect(cut).toBeLessThan(120 - 127.5 / 2);
  });

  it('guesses the true surplus better than the bare reading', () => {
    const random = seededRandom(7);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const readings: number[] = [];
    let shrunk = 0;
    let bare = 0;
    for (let day = 0; day < 2000; day++) {
      const truth = 100 * Math.exp(0.35 * normal());
      const reading = truth * Math.exp(BUSY_DAY_DEFAULTS.readingErrorSd * normal());
      const { cut, usual } = busyDay(readings, reading, 1);
      if (usual !== null && reading > usual) {
        shrunk += (usual + cut - truth) ** 2;
        bare += (reading - truth) ** 2;
      }
      readings.push(reading);
    }
    expect(shrunk).toBeLessThan(0.85 * bare);
  });
});
