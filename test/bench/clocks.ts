import { createStreamClock } from '#devices/core/clock.ts';
import { SampleJoiner } from '#shared/motion/sampleJoiner.ts';
import { CLOCK_WAYS, measureClock, SETTLED_S } from '#test/accuracy/clocks.ts';
import { decodedOf } from '#test/helpers/clockRun.ts';
import { CLOCK_SCENARIOS, type ClockScenario } from '#test/helpers/clockScenarios.ts';
import { radioPackets } from '#test/helpers/simulatedRadio.ts';
import { bestMs } from './best.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 15;
/** A phone that maps 1,000 samples a second shall spend less than 1 % of its time on them, even when ten times slower than this computer. */
const LIMIT_NS = 1_000;

function speed({ name, stream, radio }: ClockScenario): BenchRow {
  const packets = [...radioPackets({ ...radio, seed: 1, seconds: 600 })].map((packet) => ({
    decoded: decodedOf(stream, packet),
    arrivalUs: packet.arrivalUs,
  }));
  const samples = packets.reduce((sum, { decoded }) => sum + decoded.sampleCount, 0);
  const ms = bestMs(ROUNDS, () => {
    const clock = createStreamClock(stream);
    for (const { decoded, arrivalUs } of packets) clock.map(decoded, arrivalUs);
  });
  const ours = (ms * 1e6) / samples;
  return {
    what: `clock, ${name}`,
    ours,
    peer: LIMIT_NS,
    unit: 'ns/sample',
    ratio: ours / LIMIT_NS,
    note: `limit: 1 % of a phone's time at 1,000 samples/s; ${samples} samples`,
  };
}

/** Two streams of 52 Hz half a period apart, in packets of 25, as an armband sends them. */
function joining(): BenchRow {
  const count = 52_000;
  const joiner = new SampleJoiner();
  joiner.setAccelerationRate(52);
  let [fromUs, joined] = [0, 0];
  const ms = bestMs(ROUNDS, () => {
    joined = 0;
    for (let i = 0; i < count; i += 25) {
      for (let k = i; k < i + 25; k++) joiner.pushAcceleration(fromUs + k * 19_231, 0.1, 0.2, 9.8, false);
      for (let k = i; k < i + 25; k++) joiner.pushRate(fromUs + k * 19_231 + 9_615, 0.1, 0.2, 0.3, false);
      while (joiner.take()) joined++;
    }
    fromUs += count * 19_231;
  });
  const ours = (ms * 1e6) / count;
  const note = `limit: as above; ${joined} of ${count} samples joined`;
  return { what: 'join acceleration and angular rate', ours, peer: LIMIT_NS, unit: 'ns/sample', ratio: ours / LIMIT_NS, note };
}

/** Error of the mapped time beside the best of what is usual instead, and what a sample costs. */
export function benchClocks(): BenchRow[] {
  const [ourWay, ...peers] = Object.values(CLOCK_WAYS);
  const errors = CLOCK_SCENARIOS.map((scenario): BenchRow => {
    const ours = measureClock(scenario, ourWay);
    const peer = Math.min(...peers.map((way) => measureClock(scenario, way).rmsMs));
    const note = `RMS from ${SETTLED_S} s on; two sensors ${ours.offsetMs.toFixed(1)} ms; best of ${Object.keys(CLOCK_WAYS).slice(1).join(', ')}`;
    return { what: `time, ${scenario.name}`, ours: ours.rmsMs, peer, unit: 'ms', ratio: ours.rmsMs / peer, note };
  });
  return [...errors, ...CLOCK_SCENARIOS.filter(({ name }) => name.includes('all of it')).map(speed), joining()];
}
