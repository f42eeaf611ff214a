import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';
import { type Arguments, numberOption, wordOption } from './arguments.ts';
import { parseTable, readText } from './csv.ts';
import { type Io, type Outcome, refuse } from './io.ts';

/** Units of acceleration by how columns end, in m/s2. */
const UNITS = { mg: STANDARD_GRAVITY / 1000, g: STANDARD_GRAVITY, m_s2: 1 } as const;
type AccUnit = keyof typeof UNITS;
const ACC_UNITS = ['mg', 'g', 'm_s2'] as const;

const TIME_US = { t_ms: 1000, t_s: 1_000_000, timestamp_us: 1 } as const;

export interface Acceleration {
  readonly timeUs: Float64Array;
  /** x, y, z in m/s2. */
  readonly axes: readonly [Float64Array, Float64Array, Float64Array];
  /** Where times come from: a column, or an even rate that was given. */
  readonly timeFrom: string;
  readonly unit: string;
}

export interface AccOptions {
  /** Unit of columns that do not carry one (x, y, z). */
  readonly unit: AccUnit | null;
  /** Sampling rate of a file without a time column. */
  readonly rateHz: number | null;
}

/** --unit and --rate-hz. */
export function accOptions(args: Arguments): Outcome<AccOptions> {
  const unit = args.options.has('unit') ? wordOption(args, 'unit', ACC_UNITS) : null;
  if (unit?.ok === false) return unit;
  const rate = args.options.has('rate-hz') ? numberOption(args, 'rate-hz', 0, 1, 10_000) : null;
  if (rate?.ok === false) return rate;
  return { ok: true, value: { unit: unit?.value ?? null, rateHz: rate?.value ?? null } };
}

/**
 * Reads acceleration. Times: t_ms, t_s or timestamp_us, or none with an even rate from --rate-hz or from "100hz" in the file's name.
 * Axes: x_mg ..., x_g ..., x_m_s2 ..., the same with acc_ before them, or x, y, z with a --unit or a scale "(... g = value/256 ...)" after
 * the header.
 */
export async function readAcceleration(io: Io, file: string, options: AccOptions): Promise<Outcome<Acceleration>> {
  const text = await readText(io, file);
  if (!text.ok) return text;
  const end = text.value.search(/\r?\n|$/);
  const [, header = '', remark = ''] = /^\uFEFF?([^(]*)(\(.*\))?/.exec(text.value.slice(0, end)) ?? [];
  const names = header.split(',').map((name) => name.trim());
  const axes = axesOf(names, remark, options.unit);
  if (!axes.ok) return refuse(`${file}: line 1, ${axes.problem}`);
  const time = names.find((name): name is keyof typeof TIME_US => Object.hasOwn(TIME_US, name));
  const rateHz = options.rateHz ?? (Number(/(\d+)hz/i.exec(file.split('/').at(-1) ?? '')?.[1]) || null);
  if (time === undefined && rateHz === null) {
    return refuse(
      `${file}: line 1, column 1 (${names[0]}): no time column (${Object.keys(TIME_US).join(', ')}); give the rate with --rate-hz`,
    );
  }
  const table = parseTable(header.trimEnd() + text.value.slice(end), file, {
    columns: [...(time === undefined ? [] : [time]), ...axes.value.columns],
    skip: [/^true_steps_cum$/, /^(gyr|mag)_[xyz]_/, /^ref_/, /^moving$/],
    ...(time === undefined ? {} : { time }),
  });
  if (!table.ok) return table;
  const { columns, rowCount } = table.value;
  const values = axes.value.columns.map((name) => (columns.get(name) as Float64Array).map((value) => value * axes.value.scale));
  const problem = implausible(values, axes.value);
  if (problem !== null) return refuse(`${file}: ${problem}`);
  return {
    ok: true,
    value: {
      timeUs:
        time === undefined
          ? Float64Array.from({ length: rowCount }, (_, i) => (i * 1e6) / (rateHz as number))
          : (columns.get(time) as Float64Array).map((value) => value * TIME_US[time]),
      axes: values as [Float64Array, Float64Array, Float64Array],
      timeFrom: time ?? `${rateHz} Hz`,
      unit: axes.value.unit,
    },
  };
}

interface Axes {
  readonly columns: readonly string[];
  readonly unit: string;
  readonly scale: number;
}

function axesOf(names: readonly string[], remark: string, given: AccUnit | null): Outcome<Axes> {
  for (const prefix of ['', 'acc_']) {
    for (const unit of ACC_UNITS) {
      const columns = ['x', 'y', 'z'].map((axis) => `${prefix}${axis}_${unit}`);
      if (!columns.some((name) => names.includes(name))) continue;
      if (given !== null && given !== unit)
        return refuse(`column ${names.indexOf(columns[0]) + 1} (${columns[0]}): is in ${unit}, --unit says ${given}`);
      return { ok: true, value: { columns, unit, scale: UNITS[unit] } };
    }
  }
  const columns = ['x', 'y', 'z'];
  if (!columns.some((name) => names.includes(name))) {
    return refuse(
      `column 1 (${names[0]}): no acceleration; this command reads x_mg, x_g, x_m_s2, acc_x_m_s2 or x with --unit, and y and z alike`,
    );
  }
  const perG = Number(/g = \w+\/(\d+)/.exec(remark)?.[1]);
  if (given !== null) return { ok: true, value: { columns, unit: given, scale: UNITS[given] } };
  if (perG > 0) return { ok: true, value: { columns, unit: `g/${perG}`, scale: STANDARD_GRAVITY / perG } };
  return refuse(
    `column ${names.indexOf('x') + 1} (x): no unit; name the columns x_mg, x_g or x_m_s2, or give --unit ${ACC_UNITS.join('|')}`,
  );
}

/** The usual acceleration of a body is near 1 g, in whatever unit: far from it the unit is another one. */
function implausible([x, y, z]: readonly Float64Array[], { columns, unit }: Axes): string | null {
  const norms = x.map((value, i) => Math.hypot(value, y[i], z[i])).sort();
  const usualG = norms[norms.length >> 1] / STANDARD_GRAVITY;
  if (usualG > 0.3 && usualG < 3) return null;
  return `line 2, column ${columns[0]}: the usual acceleration is ${usualG.toPrecision(3)} g; is the unit another one than ${unit}?`;
}
