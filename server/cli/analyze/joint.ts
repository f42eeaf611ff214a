import { HingeAngle } from '#shared/motion/hinge.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import { smoothHinge } from '#shared/motion/smoothHinge.ts';
import { readArguments, wordOption } from './arguments.ts';
import { readText } from './csv.ts';
import { type ImuColumns, readImu, sensorPrefixes } from './imuTable.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io } from './io.ts';
import { writeResult } from './orientation.ts';

/**
 * `analyze joint`: hinge angle of two sensors as timestamp_us,angle_deg,confidence. The first sensor of the header is the proximal
 * one. Rows without an angle keep an empty cell and confidence 0.
 */
export async function analyzeJoint(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze joint: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['imu', 'mode', 'out'] });
  if (!parsed.ok) return fail(parsed.problem);
  const mode = wordOption(parsed.value, 'mode', ['live', 'smooth']);
  if (!mode.ok) return fail(mode.problem);
  const file = parsed.value.options.get('imu');
  if (file === undefined) return fail('--imu FILE is needed');

  const text = await readText(io, file);
  if (!text.ok) return fail(text.problem, EXIT_REFUSED);
  const prefixes = sensorPrefixes(text.value.slice(0, text.value.search(/\r?\n|$/)));
  if (text.value.trim() !== '' && prefixes.length !== 2) {
    return fail(`${file}: line 1: columns of two sensors are needed, as in thigh_gyr_x_rad_s and shank_gyr_x_rad_s`, EXIT_REFUSED);
  }
  const imu = await readImu(io, file, prefixes.length === 2 ? prefixes : ['']);
  if (!imu.ok) return fail(imu.problem, EXIT_REFUSED);
  const [proximal, distal] = imu.value;
  const angles = mode.value === 'smooth' ? smooth(proximal, distal) : live(proximal, distal);
  const lines = ['timestamp_us,angle_deg,confidence'];
  for (const timeUs of proximal.timeUs) {
    const angle = angles?.get(timeUs);
    lines.push(angle === undefined ? `${timeUs},,0.000` : `${timeUs},${angle.deg.toFixed(4)},${angle.confidence.toFixed(3)}`);
  }
  await writeResult(io, parsed.value.options.get('out'), `${lines.join('\n')}\n`);
  if (angles === null) io.stderr('analyze joint: too little movement to find the axis of the joint; no angle is given\n');
  return EXIT_OK;
}

/** By time stamp; null without an axis. */
type Angles = ReadonlyMap<number, { readonly deg: number; readonly confidence: number }> | null;

function live(proximal: ImuColumns, distal: ImuColumns): Angles {
  const angles = new Map<number, { deg: number; confidence: number }>();
  const [first, second] = [proximal, distal].map(({ rateHz }) => new SensorTrack({ ...wearable, nominalRateHz: rateHz }));
  const hinge = new HingeAngle(first, second, (atUs, deg, confidence) => angles.set(atUs, { deg, confidence }));
  const [px, py, pz, pa, pb, pc] = proximal.axes;
  const [dx, dy, dz, da, db, dc] = distal.axes;
  for (let i = 0; i < proximal.timeUs.length; i++) {
    first.push(proximal.timeUs[i], px[i], py[i], pz[i], pa[i], pb[i], pc[i]);
    second.push(distal.timeUs[i], dx[i], dy[i], dz[i], da[i], db[i], dc[i]);
    hinge.run();
  }
  hinge.finish();
  return hinge.axes === null ? null : angles;
}

function smooth(proximal: ImuColumns, distal: ImuColumns): Angles {
  const [first, second] = [proximal, distal].map(({ timeUs, axes, rateHz }) => {
    return { timeUs, axes, params: { ...wearable, nominalRateHz: rateHz } };
  });
  const found = smoothHinge(first, second);
  if (found === null) return null;
  const { timeUs, angleDeg, confidence } = found;
  return new Map(Array.from(timeUs, (time, i) => [time, { deg: angleDeg[i], confidence: confidence[i] }]));
}
