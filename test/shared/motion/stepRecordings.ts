import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { StepCounter } from '#shared/motion/steps.ts';
import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { sharedData } from '#test/helpers/sharedData.ts';

/** Acceleration in m/s2 with the steps that were taken. */
export interface Walk {
  readonly place: string;
  readonly timeUs: Float64Array;
  readonly axes: readonly Float64Array[];
  readonly trueSteps: number;
}

const folder = sharedData('intensity/steps');

export const hasWalks = folder !== null;

/** All recorded walks; empty where the data is not there. */
export function readWalks(): Walk[] {
  if (folder === null) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('_25hz.csv'));
  return files.map((name) => readWalk(`${folder}/${name}`));
}

/** One walk; its place is the second part of the file's name. */
export function readWalk(path: string): Walk {
  const csv = readCsv(path);
  return {
    place: basename(path).split('_')[1] as string,
    timeUs: csv.column('t_ms').map((ms) => ms * 1000),
    axes: ['x_mg', 'y_mg', 'z_mg'].map((axis) => csv.column(axis).map((mg) => (mg * STANDARD_GRAVITY) / 1000)),
    trueSteps: csv.column('true_steps_cum').at(-1) as number,
  };
}

export function countSteps({ timeUs, axes: [x, y, z] }: Pick<Walk, 'timeUs' | 'axes'>): number {
  const counter = new StepCounter(() => {});
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], x[i], y[i], z[i]);
  counter.finish();
  return counter.stepCount;
}

/** Mean absolute error in percent of the true steps. */
export function meanErrorPct(walks: readonly Walk[]): number {
  return walks.reduce((sum, walk) => sum + Math.abs(countSteps(walk) - walk.trueSteps) / walk.trueSteps, 0) * (100 / walks.length);
}

/** The same walk as a sensor of another rate would see it, by linear interpolation. */
export function atRate(walk: Walk, rateHz: number): Walk {
  const seconds = (walk.timeUs.at(-1) as number) / 1e6;
  const timeUs = Float64Array.from({ length: Math.floor(seconds * rateHz) }, (_, i) => Math.round((i * 1e6) / rateHz));
  const spacingUs = walk.timeUs[1] - walk.timeUs[0];
  const axes = walk.axes.map((axis) =>
    timeUs.map((time) => {
      const at = Math.min(Math.floor(time / spacingUs), axis.length - 2);
      return axis[at] + (axis[at + 1] - axis[at]) * (time / spacingUs - at);
    }),
  );
  return { ...walk, timeUs, axes };
}

/** Everything `factor` times as fast, so with so many steps a second more. */
export function faster(walk: Walk, factor: number): Walk {
  return { ...walk, timeUs: walk.timeUs.map((time) => time / factor) };
}

export function mapSamples(walk: Walk, change: (value: number, axis: number, at: number) => number): Walk {
  return { ...walk, axes: walk.axes.map((axis, i) => axis.map((value, at) => change(value, i, at))) };
}
