import { RepetitionCounter, type RepetitionParams, repetitionDefaults } from '#shared/motion/repetitions.ts';
import { segmentRepetitions } from '#shared/motion/segmentRepetitions.ts';
import { WristCounter } from '#shared/motion/wristCounter.ts';
import { countWristRepetitions, type WristRepetition } from '#shared/motion/wristRepetitions.ts';
import type { Repetition } from '#shared/schema/summary.ts';
import { type Arguments, numberOption, readArguments } from './arguments.ts';
import { readTable } from './csv.ts';
import { readImu } from './imuTable.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io, type Outcome } from './io.ts';
import { writeResult } from './orientation.ts';

/**
 * `analyze reps`: finds repetitions in an angle ({count, reps} as JSON) or with one wrist sensor alone ({count, confidence, sure,
 * reps}), from the whole recording or, with --live ({count, reps} of either), as the samples arrive.
 */
export async function analyzeReps(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze reps: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['imu', 'angle', 'column', 'min-rom-deg', 'out'], switches: ['live'] });
  if (!parsed.ok) return fail(parsed.problem);
  const { options, switches } = parsed.value;
  const minRomDeg = numberOption(parsed.value, 'min-rom-deg', repetitionDefaults.minRomDeg, 1, 180);
  if (!minRomDeg.ok) return fail(minRomDeg.problem);
  if (options.has('imu') === options.has('angle')) return fail('one of --imu FILE and --angle FILE is needed');
  if (options.has('imu') && options.has('column')) return fail('--column belongs to --angle');
  if (options.has('imu') && options.has('min-rom-deg')) return fail('--min-rom-deg belongs to --angle');

  const params = { ...repetitionDefaults, minRomDeg: minRomDeg.value };
  const found = options.has('angle')
    ? await countAngle(parsed.value, io, params)
    : switches.has('live')
      ? await countWristLive(parsed.value, io)
      : await countWrist(parsed.value, io);
  if (!found.ok) return fail(found.problem, EXIT_REFUSED);
  const { reps, ...certainty } = found.value;
  await writeResult(io, options.get('out'), `${JSON.stringify({ count: reps.length, ...certainty, reps }, null, 2)}\n`);
  return EXIT_OK;
}

/** What is printed, besides the count. */
interface Found {
  readonly reps: readonly (Repetition | WristRepetition)[];
  readonly confidence?: number;
  readonly sure?: boolean;
}

async function countWrist(args: Arguments, io: Io): Promise<Outcome<Found>> {
  const imu = await readImu(io, args.options.get('imu') ?? '', ['']);
  if (!imu.ok) return imu;
  const [{ timeUs, axes }] = imu.value;
  const { repetitions, confidence, sure } = countWristRepetitions(timeUs, axes);
  return { ok: true, value: { confidence, sure, reps: repetitions } };
}

async function countAngle(args: Arguments, io: Io, params: RepetitionParams): Promise<Outcome<Found>> {
  const column = args.options.get('column') ?? 'angle_1_deg';
  const table = await readTable(io, args.options.get('angle') ?? '', {
    columns: ['timestamp_us', column],
    mayBeEmpty: [column],
    skip: [/^ref_/, /^angle_\d+_deg$/, /^confidence$/],
    time: 'timestamp_us',
  });
  if (!table.ok) return table;
  const timeUs = table.value.columns.get('timestamp_us') ?? new Float64Array();
  const angle = table.value.columns.get(column) ?? new Float64Array();
  if (!args.switches.has('live')) return { ok: true, value: { reps: segmentRepetitions(timeUs, angle, params) } };
  const reps: Repetition[] = [];
  const counter = new RepetitionCounter(params, (repetition) => reps.push(repetition));
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], angle[i], 1, timeUs[i]);
  counter.finish();
  return { ok: true, value: { reps } };
}

async function countWristLive(args: Arguments, io: Io): Promise<Outcome<Found>> {
  const imu = await readImu(io, args.options.get('imu') ?? '', ['']);
  if (!imu.ok) return imu;
  const [{ timeUs, axes }] = imu.value;
  const [gx, gy, gz, ax, ay, az] = axes;
  const reps: WristRepetition[] = [];
  const counter = new WristCounter((repetition) => reps.push(repetition));
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
  counter.finish();
  return { ok: true, value: { reps } };
}
