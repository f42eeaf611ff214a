import { type ActivityEpoch, ActivityEpochs, activityEpochDefaults } from '#shared/motion/activityEpochs.ts';
import { activityUnit, relativeActivityPct, WEARING_PLACES, type WearingPlace } from '#shared/motion/activityScale.ts';
import { bandPassedNorm } from '#shared/motion/bandPassedNorm.ts';
import { activityClass, CUT_POINTS } from '#shared/motion/cutPoints.ts';
import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';
import { type Known, known, mapKnown, unknown } from '#shared/signal/known.ts';
import { type Acceleration, accOptions, readAcceleration } from './accTable.ts';
import { numberOption, readArguments, wordOption } from './arguments.ts';
import { rateOf } from './imuTable.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io } from './io.ts';

/** A year of 5 s epochs would not fit: a gap this long is two recordings. */
const MAX_EPOCHS = 1_000_000;

type CutPointsName = keyof typeof CUT_POINTS;
const CUT_POINT_NAMES = Object.keys(CUT_POINTS) as [CutPointsName, ...CutPointsName[]];

const DEFINITIONS = {
  enG: 'mean norm',
  enmoG: 'mean of max(norm - 1 g, 0), uncalibrated',
  enmoaG: 'mean of |norm - 1 g|',
  madG: 'mean of |norm - mean norm of the epoch|',
  bfenG: 'mean norm of the axes, band-passed 0.2-15 Hz (Butterworth order 4, forwards and backwards)',
  ownWalk: 'percent of the median MAD of the moving 5 s epochs (MAD > 0.02 g) of an own 6-minute walk, worn at the same place',
  anglezDeg: 'mean angle of z over the horizontal',
  null: 'an epoch with less than 75 % of its samples',
};

/**
 * `analyze activity`: acceleration -> activity per epoch as JSON; with --own-walk and --place in percent of the person's own
 * walk, with --cut-points the time per class of that source.
 */
export async function analyzeActivity(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze activity: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['acc', 'unit', 'rate-hz', 'epoch-s', 'cut-points', 'own-walk', 'place'] });
  if (!parsed.ok) return fail(parsed.problem);
  const file = parsed.value.options.get('acc');
  if (file === undefined) return fail('--acc FILE is needed');
  const options = accOptions(parsed.value);
  if (!options.ok) return fail(options.problem);
  const epochS = numberOption(parsed.value, 'epoch-s', activityEpochDefaults.epochS, 1, 3600);
  if (!epochS.ok) return fail(epochS.problem);
  const cuts = parsed.value.options.has('cut-points') ? wordOption(parsed.value, 'cut-points', CUT_POINT_NAMES) : null;
  if (cuts?.ok === false) return fail(cuts.problem);
  const place = wordOption(parsed.value, 'place', WEARING_PLACES);
  if (!place.ok) return fail(place.problem);
  const walkFile = parsed.value.options.get('own-walk');
  if ((walkFile === undefined) !== !parsed.value.options.has('place')) return fail('--own-walk FILE and --place WHERE belong together');
  const read = await readAcceleration(io, file, options.value);
  if (!read.ok) return fail(read.problem, EXIT_REFUSED);
  const walk = walkFile === undefined ? null : await readAcceleration(io, walkFile, options.value);
  if (walk?.ok === false) return fail(walk.problem, EXIT_REFUSED);

  const acceleration = read.value;
  const { timeUs } = acceleration;
  if ((timeUs[timeUs.length - 1] - timeUs[0]) / 1e6 / epochS.value > MAX_EPOCHS)
    return fail(`${file}: more than ${MAX_EPOCHS} epochs`, EXIT_REFUSED);
  const rateHz = options.value.rateHz ?? rateOf(timeUs);
  const epochs = epochsOf(acceleration, epochS.value, rateHz);
  const bfen = bandPassed(acceleration, epochs, epochS.value, rateHz);
  const report = {
    file,
    unit: acceleration.unit,
    timeFrom: acceleration.timeFrom,
    rateHz,
    epochS: epochS.value,
    startS: epochs.map(({ startUs }) => startUs / 1e6),
    enG: epochs.map(({ means }) => means?.enG ?? null),
    enmoG: epochs.map(({ means }) => means?.enmoG ?? null),
    enmoaG: epochs.map(({ means }) => means?.enmoaG ?? null),
    madG: epochs.map(({ means }) => means?.madG ?? null),
    bfenG: bfen.value,
    anglezDeg: epochs.map(({ means }) => means?.anglezDeg ?? null),
    ownWalk: walk === null ? null : ownWalkOf(epochs, epochS.value, walk.value, options.value.rateHz, place.value),
    classes: cuts === null ? null : classesOf(epochs, epochS.value, cuts.value),
    missing: bfen.reason === null ? {} : { bfenG: bfen.reason },
    definitions: DEFINITIONS,
  };
  io.stdout(`${JSON.stringify(report, null, 2)}\n`);
  return EXIT_OK;
}

/** Every epoch from the first to the last sample; those in a gap have no samples. */
function epochsOf({ timeUs, axes: [x, y, z] }: Acceleration, epochS: number, rateHz: number): ActivityEpoch[] {
  const epochs: ActivityEpoch[] = [];
  const counter = new ActivityEpochs({ ...activityEpochDefaults, epochS, rateHz }, (epoch) => {
    let before = epochs.at(-1);
    while (before !== undefined && epoch.startUs - before.startUs > 1.5e6 * epochS) {
      before = { startUs: before.startUs + epochS * 1e6, sampleCount: 0, means: null };
      epochs.push(before);
    }
    epochs.push(epoch);
  });
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], x[i], y[i], z[i]);
  counter.finish();
  return epochs;
}

function bandPassed(
  { timeUs, axes }: Acceleration,
  epochs: readonly ActivityEpoch[],
  epochS: number,
  rateHz: number,
): Known<(number | null)[]> {
  const even = timeUs.every((time, i) => i === 0 || Math.abs((time - timeUs[i - 1]) * rateHz - 1e6) < 0.1e6);
  if (!even) return unknown('the samples are not evenly spaced');
  const norms = bandPassedNorm(axes, rateHz);
  if (norms.value === null) return norms;
  const { value } = norms;
  let from = 0;
  return known(
    epochs.map(({ startUs, means }) => {
      let sum = 0;
      let to = from;
      for (; to < timeUs.length && timeUs[to] < startUs + epochS * 1e6; to++) sum += value[to];
      const mean = means === null ? null : sum / (to - from) / STANDARD_GRAVITY;
      from = to;
      return mean;
    }),
  );
}

/** Every epoch in percent of the person's own walk; the unit is defined for 5 s epochs. */
function ownWalkOf(epochs: readonly ActivityEpoch[], epochS: number, walk: Acceleration, rateHz: number | null, place: WearingPlace) {
  if (epochS !== activityEpochDefaults.epochS) return unknown('the own walk is defined for 5 s epochs');
  const madG = epochsOf(walk, epochS, rateHz ?? rateOf(walk.timeUs)).map(({ means }) => means?.madG ?? null);
  return mapKnown(activityUnit('ownWalk', place, madG), (unit) => ({
    unit,
    pct: epochs.map(({ means }) => relativeActivityPct(means?.madG ?? null, place, unit).value),
  }));
}

function classesOf(epochs: readonly ActivityEpoch[], epochS: number, name: CutPointsName) {
  const seconds: Record<string, number> = {};
  for (const { means } of epochs) {
    const label = means === null ? 'unknown' : activityClass(means, CUT_POINTS[name]);
    seconds[label] = (seconds[label] ?? 0) + epochS;
  }
  return { cutPoints: name, ...CUT_POINTS[name], seconds };
}
