/** One sample of a simulated motion sensor, SI units: specific force (+g up at rest), angular rate, sensor-to-earth orientation. */
export interface MotionSample {
  readonly timestampUs: number;
  readonly accelerationMPerS2: readonly [number, number, number];
  readonly angularRateRadPerS: readonly [number, number, number];
  readonly quatWxyz?: readonly [number, number, number, number];
}

/** What a sensor would have measured between two samples: linear, and normalised-linear along the short arc for orientation. */
export function interpolateMotion(a: MotionSample, b: MotionSample, share: number): MotionSample {
  const mix = (p: readonly [number, number, number], q: readonly [number, number, number]): [number, number, number] => [
    p[0] + (q[0] - p[0]) * share,
    p[1] + (q[1] - p[1]) * share,
    p[2] + (q[2] - p[2]) * share,
  ];
  const timestampUs = a.timestampUs + (b.timestampUs - a.timestampUs) * share;
  const accelerationMPerS2 = mix(a.accelerationMPerS2, b.accelerationMPerS2);
  const angularRateRadPerS = mix(a.angularRateRadPerS, b.angularRateRadPerS);
  if (!a.quatWxyz || !b.quatWxyz) return { timestampUs, accelerationMPerS2, angularRateRadPerS };
  const p = a.quatWxyz;
  const q = b.quatWxyz;
  const sign = p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3] < 0 ? -1 : 1;
  const mixed = [0, 1, 2, 3].map((i) => p[i] * (1 - share) + sign * q[i] * share);
  const norm = Math.hypot(...mixed) || 1;
  return {
    timestampUs,
    accelerationMPerS2,
    angularRateRadPerS,
    quatWxyz: [mixed[0] / norm, mixed[1] / norm, mixed[2] / norm, mixed[3] / norm],
  };
}
