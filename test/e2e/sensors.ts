import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import type { MotionSample } from '#devices/simulation/motionSample.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import { chooseDevice } from '#test/helpers/browser.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { kneeSensors } from '#test/helpers/kneeRun.ts';
import { sharedData } from '#test/helpers/sharedData.ts';
import type { Lab, LabHandle } from '#test/lab/bluez.ts';

export const STRAP = 'A0:9E:1A:00:00:01';
export const THIGH = 'D4:22:CD:00:00:01';
export const SHANK = 'D4:22:CD:00:00:02';
/** Second of the recording at which the strap starts playing: the person is warm. */
const WARM_S = 900;

export const RECORDINGS = { rr: sharedData('intensity/hrv/exercise_rri.txt'), knee: sharedData('motion/knee_right_cutting.csv.gz') };

export interface Worn {
  readonly strap: LabHandle;
  readonly thigh: LabHandle;
  readonly shank: LabHandle;
}

/** A strap playing a real exercise and two motion sensors playing a real knee, in range of the browser. */
export function putOnSensors(lab: Lab, recordings: { rr: string; knee: string }): Worn {
  const rrIntervalsMs = readFileSync(recordings.rr, 'utf8').trim().split(/\s+/).map(Number);
  const csv = readCsv(recordings.knee);
  const sensors = kneeSensors(csv);
  const samplesOf = (columns: readonly Float64Array[]): MotionSample[] =>
    Array.from(sensors.timeUs, (timestampUs, i) => ({
      timestampUs,
      angularRateRadPerS: [columns[0][i], columns[1][i], columns[2][i]],
      accelerationMPerS2: [columns[3][i], columns[4][i], columns[5][i]],
    }));
  const dot = (address: string, columns: readonly Float64Array[]) =>
    simulatedDot({ name: 'Movella DOT', address, samples: samplesOf(columns), loop: true, clockStartUs: 5_000_000 });
  const originMs = performance.now();
  return {
    strap: lab.add(simulatedHeartRateStrap({ name: 'Strap 7', address: STRAP, rrIntervalsMs, startAtS: WARM_S })),
    thigh: lab.add(dot(THIGH, sensors.thigh), { originMs }),
    shank: lab.add(dot(SHANK, sensors.shank), { originMs }),
  };
}

/** Taps a pick button or chip and answers the browser's chooser with this device. */
export async function pick(page: Page, testId: string, address: string): Promise<void> {
  const armed = await chooseDevice(page, address);
  await page.getByTestId(testId).click();
  await armed.done;
}
