import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import type { AnalysisInput } from '#shared/analysis/types.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { uuidV7 } from '#shared/schema/id.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { DOT_ACC_SCALE, DOT_GYR_SCALE, type TwoSensors } from './kneeRun.ts';
import { kneeSetup } from './kneeSetup.ts';

export const STARTED_US = 1_760_000_000_000_000;

/** Ids that are the same in every run. */
export function fixedId(number: number): string {
  return uuidV7(1_760_000_000_000 + number, new Uint8Array(10).fill(number % 251));
}

export const kneeSessionInput: AnalysisInput = {
  sessionId: fixedId(1),
  startedUs: STARTED_US,
  setup: {
    ...kneeSetup,
    targetAngleDeg: { from: 40, to: 80 },
    heartRateBandBpm: { from: 90, to: 110 },
    heartRateCeilingBpm: 115,
    restingHeartRateBpm: 60,
    maxHeartRateBpm: 180,
    maxHeartRateSeeBpm: 11.4,
    pacingConfigHash: '',
  },
};

export function imuStream(number: number, bodySite: 'thigh' | 'shank', nominalRateHz = 60): Stream {
  return {
    id: fixedId(number),
    sessionId: kneeSessionInput.sessionId,
    kind: 'imu',
    deviceModel: 'movellaDot',
    sensorLabel: bodySite,
    bodySite,
    side: 'right',
    nominalRateHz,
    groups: [
      { name: 'acceleration', axes: 3, scale: DOT_ACC_SCALE, unit: 'm/s2' },
      { name: 'angularRate', axes: 3, scale: DOT_GYR_SCALE, unit: 'rad/s' },
    ],
    clock: 'deviceUs',
    simulated: true,
  };
}

/** Samples of one sensor of a DOT-like recording, from row `from` up to `to`. */
export function imuSamples(sensors: TwoSensors, which: 'thigh' | 'shank', from = 0, to = sensors.timeUs.length): RecordedStream['samples'] {
  const counts = new Int16Array(6 * (to - from));
  const hostUs = new Float64Array(to - from);
  for (let i = from; i < to; i++) {
    hostUs[i - from] = STARTED_US + sensors.timeUs[i];
    for (let axis = 0; axis < 3; axis++) {
      counts[6 * (i - from) + axis] = Math.round(sensors[which][3 + axis][i] / DOT_ACC_SCALE);
      counts[6 * (i - from) + 3 + axis] = Math.round(sensors[which][axis][i] / DOT_GYR_SCALE);
    }
  }
  return { sampleCount: to - from, hostUs, counts };
}

/** Heart rate and RR streams made from a list of RR intervals (ms), as a strap that reports once a beat. */
export function heartStreams(rrMs: readonly number[], number: number, untilUs: number): RecordedStream[] {
  const base = { sessionId: kneeSessionInput.sessionId, deviceModel: 'heartRateStrap', sensorLabel: 'strap', simulated: true } as const;
  const times: number[] = [];
  let atUs = 0;
  for (const rr of rrMs) {
    atUs += rr * 1000;
    if (atUs > untilUs) break;
    times.push(STARTED_US + atUs);
  }
  const hostUs = Float64Array.from(times);
  const rate = Int16Array.from(times.flatMap((_, i) => [Math.round(60_000 / rrMs[i]), 1]));
  const intervals = Int16Array.from(times, (_, i) => Math.round((rrMs[i] * 1024) / 1000));
  return [
    {
      stream: {
        ...base,
        id: fixedId(number),
        kind: 'heartRate',
        bodySite: 'chest',
        side: 'none',
        nominalRateHz: 1,
        groups: [
          { name: 'heartRate', axes: 1, scale: 1, unit: 'bpm' },
          { name: 'contact', axes: 1, scale: 1, unit: 'flag' },
        ],
        clock: 'arrival',
      },
      samples: { sampleCount: times.length, hostUs, counts: rate },
    },
    {
      stream: {
        ...base,
        id: fixedId(number + 1),
        kind: 'rrInterval',
        bodySite: 'chest',
        side: 'none',
        nominalRateHz: 0,
        groups: [{ name: 'rrInterval', axes: 1, scale: 1, unit: '1/1024 s' }],
        clock: 'rrChain',
      },
      samples: { sampleCount: times.length, hostUs, counts: intervals },
    },
  ];
}

/** Two sets with pain, effort and TENS; the second pain is a clear rise. */
export function kneeSessionEvents(): SessionEvent[] {
  const at = (seconds: number): number => STARTED_US + seconds * 1e6;
  return [
    { id: fixedId(101), atUs: at(0.2), type: 'phase', phase: 'work' },
    { id: fixedId(102), atUs: at(1), type: 'pain', painNrs: 3 },
    { id: fixedId(103), atUs: at(4), type: 'zeroPose' },
    { id: fixedId(104), atUs: at(5), type: 'setStarted', setIndex: 0 },
    { id: fixedId(105), atUs: at(20), type: 'tensOn', stimulationId: fixedId(200), screenAnswered: true, contraindicationCount: 0 },
    { id: fixedId(106), atUs: at(45), type: 'setEnded', setIndex: 0, manualRepetitions: null },
    { id: fixedId(107), atUs: at(46.5), type: 'pain', painNrs: 6 },
    { id: fixedId(108), atUs: at(48), type: 'setStarted', setIndex: 1 },
    { id: fixedId(109), atUs: at(70), type: 'tensOff', stimulationId: fixedId(200) },
    { id: fixedId(110), atUs: at(80), type: 'rpe', rpeCr10: 4 },
    { id: fixedId(111), atUs: at(84), type: 'setEnded', setIndex: 1, manualRepetitions: null },
  ];
}
