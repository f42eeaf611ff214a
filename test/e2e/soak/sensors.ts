import type { DeviceDefinition } from '#devices/core/types.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { polarH10 } from '#devices/drivers/polarH10.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import type { DuePacket, Peripheral } from '#devices/simulation/peripheral.ts';
import { simulatedPolar } from '#devices/simulation/polar.ts';
import type { PLACES } from '#test/e2e/faultSteps.ts';
import { SHANK, STRAP, THIGH } from '#test/e2e/sensors.ts';
import type { Lab, LabHandle } from '#test/lab/bluez.ts';

export type Place = (typeof PLACES)[number];

/** A sensor of the soak and everything it has sent. */
export interface SoakSensor {
  readonly place: Place;
  readonly handle: LabHandle;
  readonly definition: DeviceDefinition;
  readonly sent: readonly DuePacket[];
}

/** Acceleration of the strap. The app asks for 50 Hz; this strap answers yes and sends four times as much. */
export const STRAP_HZ = 200;
export const DOT_HZ = 60;
/** Peaks of ten repetitions, deg, played again and again. */
const PEAKS_DEG = [84, 88, 91, 87, 93, 90, 86, 89, 85, 92];

/** Beats between 78 and 104 a minute, up and down once in two minutes. */
function beats(): number[] {
  const rrIntervalsMs: number[] = [];
  for (let seconds = 0; seconds < 120; seconds += rrIntervalsMs[rrIntervalsMs.length - 1] / 1000) {
    rrIntervalsMs.push(60_000 / (91 - 13 * Math.cos((seconds * Math.PI) / 60)));
  }
  return rrIntervalsMs;
}

/** One sensor of 200 Hz at the chest with heart rate and beats, two of 60 Hz at the knee, all of generated motion with noise. */
export function wearSoakSensors(lab: Lab): readonly SoakSensor[] {
  const motion = generateKneeMotion({ peaksDeg: PEAKS_DEG, leadS: 8, pauseS: 1 });
  const originMs = performance.now();
  const wear = (place: Place, definition: DeviceDefinition, peripheral: Peripheral): SoakSensor => {
    const sent: DuePacket[] = [];
    return { place, definition, sent, handle: lab.add(peripheral, { originMs, onSent: (packet) => sent.push(packet) }) };
  };
  const dot = { name: 'Movella DOT', loop: true, clockStartUs: 5_000_000 } as const;
  const strap = { name: 'Polar H10 5EBA', address: STRAP, rrIntervalsMs: beats(), samples: motion.shank, sendsHz: STRAP_HZ };
  return [
    wear('heart', polarH10, simulatedPolar(strap)),
    wear('thigh', movellaDot, simulatedDot({ ...dot, address: THIGH, samples: motion.thigh })),
    wear('shank', movellaDot, simulatedDot({ ...dot, address: SHANK, samples: motion.shank })),
  ];
}
