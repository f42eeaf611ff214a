import { describe, expect, it } from 'vitest';
import { InclinationAngle } from '#shared/motion/inclination.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { RepetitionCounter, repetitionDefaults } from '#shared/motion/repetitions.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import { rmseWithoutOffset } from '#test/helpers/scoring.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

/** The distal segment of the model turns by two thirds of the hinge angle. */
function run(seed: number, turnDegPerS = 0): { angleDeg: Float64Array; truthDeg: Float64Array; count: number; confidence: number } {
  const { timeUs, angleDeg: flexion, distal } = syntheticHinge({ seconds: 43, rateHz: 100, seed, romDeg: 90 });
  const [gx, gy, gz, ax, ay, az] = distal;
  const sensor = new SensorTrack({ ...wearable, nominalRateHz: 100 });
  const angleDeg = new Float64Array(timeUs.length).fill(Number.NaN);
  const counter = new RepetitionCounter(repetitionDefaults, () => undefined);
  let confidence = 1;
  let row = 0;
  const inclination = new InclinationAngle(sensor, (timeUs_, deg, sure, availableUs) => {
    angleDeg[row++] = deg;
    confidence = Math.min(confidence, sure);
    counter.push(timeUs_, deg, sure, availableUs);
  });
  const turn = (turnDegPerS * Math.PI) / 180;
  for (let i = 0; i < timeUs.length; i++) {
    // Turning on the spot: a rate along "up", which the specific force shows while the swing is slow.
    const g = Math.hypot(ax[i], ay[i], az[i]);
    sensor.push(timeUs[i], gx[i] + (turn * ax[i]) / g, gy[i] + (turn * ay[i]) / g, gz[i] + (turn * az[i]) / g, ax[i], ay[i], az[i]);
    inclination.run();
  }
  counter.finish();
  return { angleDeg, truthDeg: flexion.map((deg) => (deg * 2) / 3), count: counter.count, confidence };
}

describe('inclination of one sensor', () => {
  it('follows the segment from its rest pose, for any mounting, and counts on it', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const { angleDeg, truthDeg, count, confidence } = run(seed);
      expect(rmseWithoutOffset(angleDeg, truthDeg).rmse, `seed ${seed}`).toBeLessThan(2);
      expect(Math.max(...angleDeg)).toBeGreaterThan(55);
      expect(count).toBe(10);
      expect(confidence).toBeGreaterThan(0.9);
    }
  });

  it('is not misled by a person who turns on the spot', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const { angleDeg, truthDeg, count } = run(seed, seed % 2 === 0 ? 20 : -40);
      expect(rmseWithoutOffset(angleDeg, truthDeg).rmse, `seed ${seed}`).toBeLessThan(2);
      expect(count, `seed ${seed}`).toBe(10);
    }
  });
});
