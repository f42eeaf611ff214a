import { readTable, type Table } from './csv.ts';
import { type Io, type Outcome, refuse } from './io.ts';

const AXES = ['gyr_x_rad_s', 'gyr_y_rad_s', 'gyr_z_rad_s', 'acc_x_m_s2', 'acc_y_m_s2', 'acc_z_m_s2'] as const;
const MAG_AXES = ['mag_x_ut', 'mag_y_ut', 'mag_z_ut'] as const;

/** One sensor's recording: rad/s and m/s2 with +g up at rest. */
export interface ImuColumns {
  readonly timeUs: Float64Array;
  /** gyr x, y, z, acc x, y, z. */
  readonly axes: readonly Float64Array[];
  /** mag x, y, z in uT, NaN in rows without a reading; empty when it was not asked for. */
  readonly mag: readonly Float64Array[];
  readonly rateHz: number;
}

/** Reads `timestamp_us` and the six axes of each sensor, with `mag` the magnetometer too; `prefixes` is [''] for one sensor. */
export async function readImu(
  io: Io,
  file: string,
  prefixes: readonly string[],
  { mag = false }: { readonly mag?: boolean } = {},
): Promise<Outcome<readonly ImuColumns[]>> {
  const magNames = mag ? prefixes.flatMap((prefix) => MAG_AXES.map((axis) => prefix + axis)) : [];
  const names = prefixes.flatMap((prefix) => AXES.map((axis) => prefix + axis));
  const table = await readTable(io, file, {
    columns: ['timestamp_us', ...names, ...magNames],
    mayBeEmpty: magNames,
    skip: [/^ref_/, /^moving$/, ...(mag ? [] : [/^([a-z]+_)?mag_[xyz]_ut$/])],
    time: 'timestamp_us',
  });
  if (!table.ok) return table;
  const sensors: ImuColumns[] = [];
  for (const prefix of prefixes) {
    const sensor = imuOf(table.value, prefix);
    const problem = implausible(sensor);
    if (problem !== null) return refuse(`${file}: column ${prefix}${problem}`);
    sensors.push(sensor);
  }
  return { ok: true, value: sensors };
}

/** The prefixes of a two-sensor recording, in the order of its columns: "thigh_" and "shank_" of thigh_gyr_x_rad_s ... */
export function sensorPrefixes(header: string): readonly string[] {
  const prefixes: string[] = [];
  for (const name of header.split(',')) {
    const prefix = /^(\w+_)gyr_x_/.exec(name.trim())?.[1];
    if (prefix !== undefined && !prefixes.includes(prefix)) prefixes.push(prefix);
  }
  return prefixes;
}

function imuOf(table: Table, prefix: string): ImuColumns {
  const timeUs = table.columns.get('timestamp_us') ?? new Float64Array();
  const axes = AXES.map((axis) => table.columns.get(prefix + axis) ?? new Float64Array());
  const mag = MAG_AXES.flatMap((axis) => table.columns.get(prefix + axis) ?? []);
  return { timeUs, axes, mag, rateHz: rateOf(timeUs) };
}

/** Sampling rate from the median distance of time stamps; 100 Hz where a single row says nothing. */
export function rateOf(timeUs: Float64Array): number {
  const steps = timeUs.slice(1, 2001).map((time, i) => time - timeUs[i]);
  const positive = steps.filter((step) => step > 0).sort();
  return positive.length === 0 ? 100 : 1e6 / positive[positive.length >> 1];
}

/** Values that no sensor in these units gives: degrees per second under rad/s, g under m/s2. */
function implausible({ axes }: ImuColumns): string | null {
  for (let i = 0; i < 3; i++) {
    const row = axes[i].findIndex((value) => Math.abs(value) > 100);
    if (row >= 0) return `${AXES[i]}, line ${row + 2}: ${axes[i][row]} is no angular rate in rad/s; is it in deg/s?`;
  }
  const norms = axes[3].map((x, row) => Math.hypot(x, axes[4][row], axes[5][row])).sort();
  const median = norms[norms.length >> 1];
  if (median > 0.3 && median < 3) return `${AXES[3]}, line 2: the usual acceleration is ${median.toFixed(2)}; is it in g instead of m/s2?`;
  return null;
}
