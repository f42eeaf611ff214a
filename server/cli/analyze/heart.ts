import { numberOption, readArguments } from './arguments.ts';
import { readTable } from './csv.ts';
import { readHeartProfile } from './heartProfile.ts';
import { heartReport } from './heartReport.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io } from './io.ts';

const MIN_BPM = 20;
const MAX_BPM = 260;
/** Longer than any recording, s. */
const MAX_TIME_S = 1e9;

/**
 * `analyze heart`: heart rate with time stamps (t_s, hr_bpm, and power_w where there is one) and a profile as JSON -> classes, reserve,
 * load, drift, energy, recovery. `--from-s` and `--to-s` pick a stretch; recovery is looked for after `--to-s`. What the profile or the
 * recording does not allow is null, with the reason under "missing".
 */
export async function analyzeHeart(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze heart: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['hr', 'profile', 'from-s', 'to-s'] });
  if (!parsed.ok) return fail(parsed.problem);
  const file = parsed.value.options.get('hr');
  const profileFile = parsed.value.options.get('profile');
  if (file === undefined) return fail('--hr FILE is needed');
  if (profileFile === undefined) return fail('--profile FILE is needed');
  const fromS = numberOption(parsed.value, 'from-s', Number.NEGATIVE_INFINITY, -MAX_TIME_S, MAX_TIME_S);
  if (!fromS.ok) return fail(fromS.problem);
  const toS = numberOption(parsed.value, 'to-s', Number.POSITIVE_INFINITY, -MAX_TIME_S, MAX_TIME_S);
  if (!toS.ok) return fail(toS.problem);

  const profile = await readHeartProfile(io, profileFile);
  if (!profile.ok) return fail(profile.problem, EXIT_REFUSED);
  const table = await readTable(io, file, {
    columns: ['t_s', 'hr_bpm'],
    optional: ['power_w'],
    mayBeEmpty: ['power_w'],
    skip: [/^hr_med5_bpm$/],
    time: 't_s',
  });
  if (!table.ok) return fail(table.problem, EXIT_REFUSED);
  const timesS = table.value.columns.get('t_s') as Float64Array;
  const bpm = table.value.columns.get('hr_bpm') as Float64Array;
  const wrong = bpm.findIndex((value) => value < MIN_BPM || value > MAX_BPM);
  if (wrong >= 0) {
    const hint = 'a row without heart rate is left out, never 0';
    return fail(`${file}: line ${wrong + 2}, column hr_bpm: ${bpm[wrong]} is not from ${MIN_BPM} to ${MAX_BPM} bpm; ${hint}`, EXIT_REFUSED);
  }
  const from = timesS.findIndex((time) => time >= fromS.value);
  const past = timesS.findIndex((time) => time > toS.value);
  const to = past < 0 ? timesS.length : past;
  if (from < 0 || from >= to) return fail(`${file}: no heart rate between --from-s and --to-s`, EXIT_REFUSED);

  const stretch = { timesS, bpm, powerW: table.value.columns.get('power_w') ?? null, from, to, startS: fromS.value, endS: toS.value };
  const report = { file, ...heartReport(stretch, profile.value) };
  io.stdout(`${JSON.stringify(report, null, 2)}\n`);
  return EXIT_OK;
}
