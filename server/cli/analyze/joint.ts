import { HingeAngle } from '#shared/motion/hinge.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import { readArguments, wordOption } from './arguments.ts';
import { readText } from './csv.ts';
import { readImu, sensorPrefixes } from './imuTable.ts';
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
  if (mode.value === 'smooth') return fail('--mode smooth: the offline smoother is not there yet; use --mode live');

  const text = await readText(io, file);
  if (!text.ok) return fail(text.problem, EXIT_REFUSED);
  const prefixes = sensorPrefixes(text.value.slice(0, text.value.search(/\r?\n|$/)));
  if (text.value.trim() !== '' && prefixes.length !== 2) {
    return fail(`${file}: line 1: columns of two sensors are needed, as in thigh_gyr_x_rad_s and shank_gyr_x_rad_s`, EXIT_REFUSED);
  }
  const imu = await readImu(io, file, prefixes.length === 2 ? prefixes : ['']);
  if (!imu.ok) return fail(imu.problem, EXIT_REFUSED);
  const [proximal, distal] = imu.value;
  const { timeUs, rateHz } = proximal;
  const angle = new Float64Array(timeUs.length).fill(Number.NaN);
  const confidence = new Float64Array(timeUs.length);
  const first = new SensorTrack({ ...wearable, nominalRateHz: rateHz });
  const second = new SensorTrack({ ...wearable, nominalRateHz: rateHz });
  let row = 0;
  const hinge = new HingeAngle(first, second, (atUs, deg, sure) => {
    while (timeUs[row] < atUs) row++;
    angle[row] = deg;
    confidence[row] = sure;
  });
  const [px, py, pz, pa, pb, pc] = proximal.axes;
  const [dx, dy, dz, da, db, dc] = distal.axes;
  for (let i = 0; i < timeUs.length; i++) {
    first.push(timeUs[i], px[i], py[i], pz[i], pa[i], pb[i], pc[i]);
    second.push(timeUs[i], dx[i], dy[i], dz[i], da[i], db[i], dc[i]);
    hinge.run();
  }
  hinge.finish();
  const lines = ['timestamp_us,angle_deg,confidence'];
  for (let i = 0; i < timeUs.length; i++) {
    lines.push(`${timeUs[i]},${Number.isNaN(angle[i]) ? '' : angle[i].toFixed(4)},${confidence[i].toFixed(3)}`);
  }
  await writeResult(io, parsed.value.options.get('out'), `${lines.join('\n')}\n`);
  if (hinge.axes === null) io.stderr('analyze joint: too little movement to find the axis of the joint; no angle is given\n');
  return EXIT_OK;
}
