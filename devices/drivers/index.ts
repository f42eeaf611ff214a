import type { DeviceDefinition } from '#devices/core/types.ts';
import { bangleJs } from './bangleJs.ts';
import { cachexiaStimulator } from './cachexiaStimulator.ts';
import { capture2Go } from './capture2Go.ts';
import { cyclingSensor } from './cyclingSensor.ts';
import { ffe0Stimulator } from './ffe0Stimulator.ts';
import { heartRateStrap } from './heartRateStrap.ts';
import { humanHumanInterface } from './humanHumanInterface.ts';
import { metaMotion } from './metaMotion.ts';
import { movellaDot } from './movellaDot.ts';
import { muse } from './muse.ts';
import { niclaSenseMe } from './niclaSenseMe.ts';
import { phoneMotion } from './phoneMotion.ts';
import { pineTime } from './pineTime.ts';
import { polarH10 } from './polarH10.ts';
import { polarVeritySense } from './polarVeritySense.ts';
import { powerMeter } from './powerMeter.ts';
import { puckJs } from './puckJs.ts';
import { runningPod } from './runningPod.ts';
import { sensorTag } from './sensorTag.ts';
import { therapyModule } from './therapyModule.ts';
import { thingy52 } from './thingy52.ts';
import { witMotion } from './witMotion.ts';

/** Every known device, in the order it is offered. */
export const catalogue: readonly DeviceDefinition[] = [
  heartRateStrap,
  polarH10,
  polarVeritySense,
  pineTime,
  bangleJs,
  movellaDot,
  capture2Go,
  metaMotion,
  thingy52,
  witMotion,
  sensorTag,
  niclaSenseMe,
  muse,
  puckJs,
  phoneMotion,
  runningPod,
  cyclingSensor,
  powerMeter,
  humanHumanInterface,
  ffe0Stimulator,
  cachexiaStimulator,
  therapyModule,
];

export function deviceById(id: string): DeviceDefinition | null {
  return catalogue.find((definition) => definition.id === id) ?? null;
}

/** Union of all services: what a browser must be asked for up front (optionalServices) to reach them later. */
export function allServices(): readonly string[] {
  return [...new Set(catalogue.flatMap((definition) => definition.services))];
}
