import { expect, it } from 'vitest';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { bytesPerCall } from '#test/helpers/heap.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

// Alone in its file: how far the engine has compiled the filter depends on what ran before.
it('the orientation filter puts nothing on the heap per sample', () => {
  const { timeUs, proximal } = syntheticHinge({ seconds: 30, rateHz: 100 });
  const [gx, gy, gz, ax, ay, az] = proximal;
  const filter = new OrientationFilter(wearable);
  const { sample } = filter;
  let samples = 0;
  const step = (): void => {
    const i = samples++ % timeUs.length;
    sample[0] = samples * 10_000;
    sample[1] = gx[i];
    sample[2] = gy[i];
    sample[3] = gz[i];
    sample[4] = ax[i];
    sample[5] = ay[i];
    sample[6] = az[i];
    filter.stepSample();
  };
  // One number on the heap for each sample would be 12 bytes or more; what is left is the slow part's, while it is not compiled.
  expect(bytesPerCall(step, 20_000, 60).best).toBeLessThan(4);
  expect(filter.sampleCount).toBe(1_200_000);
});
