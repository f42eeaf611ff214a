import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runHinge } from '#test/helpers/hingeRun.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const model = syntheticHinge({ seconds: 20, rateHz: 50, seed: 2 });
const last = model.timeUs.length - 1;
/** What goes wrong from a row on, for some rows: broken values, all zero, one time over and over, backward, ahead, or nothing at all. */
const fault = fc.record({
  which: fc.nat(1),
  row: fc.nat(last),
  rows: fc.integer({ min: 1, max: 150 }),
  kind: fc.constantFrom('value', 'zeros', 'frozen', 'backward', 'ahead', 'silent'),
  column: fc.nat(5),
  value: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e9, 0, 1e-320),
});

describe('hinge angle of broken streams', () => {
  it('is never a number that is none, never out of order, and comes back', () => {
    fc.assert(
      fc.property(fc.array(fault, { minLength: 1, maxLength: 12 }), (faults) => {
        const sensors = [model.proximal, model.distal].map((axes) => ({
          timeUs: model.timeUs.slice(),
          axes: axes.map((column) => column.slice()),
          silent: new Set<number>(),
        }));
        for (const { which, row, rows, kind, column, value } of faults) {
          const { timeUs, axes, silent } = sensors[which];
          for (let i = row; i < Math.min(last, row + rows); i++) {
            if (kind === 'value') axes[column][i] = value;
            else if (kind === 'zeros') for (const one of axes) one[i] = 0;
            else if (kind === 'frozen') timeUs[i] = timeUs[row];
            else if (kind === 'backward') timeUs[i] = model.timeUs[row] - 10_000 * (i - row);
            else if (kind === 'ahead') timeUs[i] = model.timeUs[i] + 300_000;
            else silent.add(i);
          }
        }
        const [first, second] = sensors;
        const { rows } = runHinge(first, second, 50, (track, sensor, i) => {
          const { silent } = sensor === first ? first : second;
          const [gx, gy, gz, ax, ay, az] = sensor.axes;
          if (!silent.has(i)) track.push(sensor.timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
        });
        let before = Number.NEGATIVE_INFINITY;
        for (const { timeUs, deg, confidence } of rows) {
          expect(timeUs).toBeGreaterThan(before);
          before = timeUs;
          expect(Math.abs(deg)).toBeLessThanOrEqual(180);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
        const broken = Math.max(...faults.map(({ row, rows: count }) => row + count));
        const untouched = last - 60 - broken;
        if (untouched > 0 && rows.length > 0) expect(before).toBe(model.timeUs[last]);
      }),
      { numRuns: 30 },
    );
  });
});
