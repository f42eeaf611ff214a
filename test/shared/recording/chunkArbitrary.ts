import fc from 'fast-check';
import type { ChunkData } from '#shared/recording/chunkData.ts';
import { BODY_SITES, GAP_REASONS, GROUP_NAMES, KINDS, UNITS } from '#shared/recording/header.ts';

/** Any chunk the format can hold, up to a few hundred samples, hostile values included. */
export const chunkArbitrary: fc.Arbitrary<ChunkData> = fc
  .record({
    groups: fc.array(
      fc.record({
        name: fc.constantFrom(...GROUP_NAMES),
        axes: fc.integer({ min: 1, max: 4 }),
        scale: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        unit: fc.constantFrom(...UNITS),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    sampleCount: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4, max: 300 })),
    streamId: fc.uuid(),
    kind: fc.constantFrom(...KINDS),
    bodySite: fc.constantFrom(...BODY_SITES),
    rateMilliHz: fc.integer({ min: 0, max: 2_000_000 }),
    firstSampleIndex: fc.integer({ min: 0, max: 0xffffffff }),
    hasDevice: fc.boolean(),
    clock: fc.option(
      fc.record({
        offsetUs: fc.double({ noNaN: true, noDefaultInfinity: true }),
        slopePpm: fc.double({ min: -300, max: 300, noNaN: true }),
      }),
    ),
    smooth: fc.boolean(),
  })
  .chain((head) => {
    const axes = head.groups.reduce((sum, group) => sum + group.axes, 0);
    const { sampleCount } = head;
    const step = head.smooth
      ? fc.integer({ min: 16_600, max: 16_700 })
      : fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e12 }));
    const count = head.smooth ? fc.integer({ min: -300, max: 300 }) : fc.integer({ min: -32768, max: 32767 });
    return fc
      .record({
        startUs: fc.integer({ min: 0, max: 2 ** 51 }),
        steps: fc.array(step, { minLength: sampleCount, maxLength: sampleCount }),
        deviceUs: fc.array(fc.integer({ min: 0, max: 2 ** 52 - 1 }), { minLength: sampleCount, maxLength: sampleCount }),
        counts: fc.array(count, { minLength: sampleCount * axes, maxLength: sampleCount * axes }),
        gaps: fc.array(fc.record({ afterSample: fc.integer({ min: -1, max: sampleCount - 1 }), reason: fc.constantFrom(...GAP_REASONS) }), {
          maxLength: 5,
        }),
      })
      .map((body): ChunkData => {
        let timeUs = body.startUs;
        const hostUs = Float64Array.from(body.steps, (stepUs) => {
          timeUs += stepUs;
          return timeUs;
        });
        return {
          streamId: head.streamId,
          kind: head.kind,
          bodySite: head.bodySite,
          groups: head.groups,
          nominalRateHz: head.rateMilliHz / 1000,
          firstSampleIndex: head.firstSampleIndex,
          sampleCount,
          hostUs,
          deviceUs: head.hasDevice ? Float64Array.from(body.deviceUs) : null,
          counts: Int16Array.from(body.counts),
          gaps: body.gaps.toSorted((a, b) => a.afterSample - b.afterSample),
          clock: head.clock,
        };
      });
  });
