import type { GattPort } from '#devices/core/types.ts';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import { hostScheduler } from '#devices/transports/hostClock.ts';
import { createSimulatedPort } from '#devices/transports/simulated.ts';
import { type ChooseSource, chooseOnPort, type Wanted } from './sources.ts';

/** Generated sensors for demo clinics and development; every record of them says `simulated`. */

const PEAKS_DEG = [84, 88, 91, 87, 93, 90, 86, 89, 85, 92];

/** Beats that climb from rest over two minutes and stay a little high: enough to see the light change. */
function climbingRr(): number[] {
  const rrIntervalsMs: number[] = [];
  for (let seconds = 0; seconds < 600; ) {
    const climb = Math.min(1, seconds / 120);
    const bpm = 78 + 44 * climb + 3 * Math.sin(seconds / 4);
    rrIntervalsMs.push(60_000 / bpm);
    seconds += 60 / bpm;
  }
  return rrIntervalsMs;
}

let originUs: number | null = null;

function makePort({ need, bodySite }: Wanted): GattPort {
  originUs ??= hostScheduler.nowUs();
  if (need === 'heart') {
    const strap = simulatedHeartRateStrap({ name: 'Simulated strap', address: 'C0:00:00:00:00:01', rrIntervalsMs: climbingRr() });
    return createSimulatedPort(strap, hostScheduler, { originUs });
  }
  const motion = generateKneeMotion({ peaksDeg: PEAKS_DEG, leadS: 8, pauseS: 1 });
  const distal = bodySite === 'shank' || bodySite === 'foot' || bodySite === 'forearm';
  const dot = simulatedDot({
    name: `Simulated ${bodySite}`,
    address: distal ? 'C0:00:00:00:00:03' : 'C0:00:00:00:00:02',
    samples: distal ? motion.shank : motion.thigh,
    loop: true,
    clockStartUs: 0,
  });
  return createSimulatedPort(dot, hostScheduler, { originUs });
}

export const chooseSimulated: ChooseSource = chooseOnPort(makePort, hostScheduler);
