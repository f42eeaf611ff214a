import { OrientationFilter } from '#shared/motion/orientation.ts';
import { type OrientationParams, phone, wearable } from '#shared/motion/orientationParams.ts';
import { identityQuat } from '#shared/motion/quaternion.ts';
import { smoothOrientation } from '#shared/motion/smoothOrientation.ts';
import { smoothOrientation9 } from '#shared/motion/smoothOrientation9.ts';
import { numberOption, readArguments, wordOption } from './arguments.ts';
import { type ImuColumns, readImu } from './imuTable.ts';
import { CannotWrite, EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io } from './io.ts';

const PRESETS = { wearable, phone } as const;

/**
 * `analyze orientation`: one quaternion per row as timestamp_us,qw,qx,qy,qz: sensor -> earth, z up, heading arbitrary; with `--mag`
 * sensor -> east, north (magnetic), up.
 */
export async function analyzeOrientation(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze orientation: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['imu', 'mode', 'preset', 'lead-ms', 'out'], switches: ['mag'] });
  if (!parsed.ok) return fail(parsed.problem);
  const mode = wordOption(parsed.value, 'mode', ['live', 'smooth']);
  if (!mode.ok) return fail(mode.problem);
  const preset = wordOption(parsed.value, 'preset', ['wearable', 'phone']);
  if (!preset.ok) return fail(preset.problem);
  const leadMs = numberOption(parsed.value, 'lead-ms', 0, -100, 100);
  if (!leadMs.ok) return fail(leadMs.problem);
  const file = parsed.value.options.get('imu');
  if (file === undefined) return fail('--imu FILE is needed');

  const imu = await readImu(io, file, [''], { mag: parsed.value.switches.has('mag') });
  if (!imu.ok) return fail(imu.problem, EXIT_REFUSED);
  const params = { ...PRESETS[preset.value], nominalRateHz: imu.value[0].rateHz, leadS: leadMs.value / 1000 };
  const { orientations, ignored } = mode.value === 'smooth' ? smooth(imu.value[0], params) : live(imu.value[0], params);
  const lines = ['timestamp_us,qw,qx,qy,qz'];
  imu.value[0].timeUs.forEach((timeUs, i) => {
    const cells = Array.from(orientations.subarray(4 * i, 4 * i + 4), (value) => (Number.isNaN(value) ? '' : value.toFixed(7)));
    lines.push(`${timeUs},${cells.join(',')}`);
  });
  await writeResult(io, parsed.value.options.get('out'), `${lines.join('\n')}\n`);
  if (ignored > 0) io.stderr(`analyze orientation: ${ignored} rows were left out (all zero, twice or out of range)\n`);
  return EXIT_OK;
}

interface Result {
  /** w, x, y, z per row. */
  readonly orientations: Float64Array;
  readonly ignored: number;
}

function live({ timeUs, axes, mag }: ImuColumns, params: OrientationParams): Result {
  const [gx, gy, gz, ax, ay, az] = axes;
  const [mx, my, mz] = mag;
  const filter = new OrientationFilter(params);
  const q = identityQuat();
  const orientations = new Float64Array(4 * timeUs.length);
  for (let i = 0; i < timeUs.length; i++) {
    const taken = filter.step(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
    if (taken && mx !== undefined) filter.magnetometer(mx[i], my[i], mz[i]);
    filter.readEarth(q);
    orientations.set([q.w, q.x, q.y, q.z], 4 * i);
  }
  return { orientations, ignored: filter.ignoredCount };
}

function smooth({ timeUs, axes, mag }: ImuColumns, params: OrientationParams): Result {
  const smoothed = mag.length === 0 ? smoothOrientation(timeUs, axes, params) : smoothOrientation9(timeUs, axes, mag, params);
  const { quatWxyz, usable } = smoothed;
  return { orientations: quatWxyz, ignored: usable.length - usable.reduce((sum, used) => sum + used, 0) };
}

/** Into the file of --out, or to the screen. */
export async function writeResult(io: Io, out: string | undefined, text: string): Promise<void> {
  if (out === undefined || out === '-') io.stdout(text);
  else
    await io.writeFile(out, text).catch((cause: unknown) => {
      throw new CannotWrite(out, cause);
    });
}
