import { chosenOptions, withOptions } from '#devices/core/options.ts';
import type { CharacteristicUse, DeviceDefinition } from '#devices/core/types.ts';
import { catalogue } from '#devices/drivers/index.ts';
import { polarH10 } from '#devices/drivers/polarH10.ts';
import { PMD_DATA } from '#devices/profiles/polarPmd.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { simulatedPolar } from '#devices/simulation/polar.ts';
import { allOwnVectors, bytesOf } from '#test/devices/sharedVectors.ts';
import { bestMs } from './best.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 20;
const PACKETS_PER_ROUND = 5_000;
/** A phone that hears 500 packets a second shall spend less than 1 % of its time on them, even when ten times slower than this computer. */
const LIMIT_NS = 2_000;

interface Packet {
  readonly use: CharacteristicUse;
  readonly bytes: Uint8Array;
}

/** The project's packets of a device, each with the characteristic that gives the most samples for it. */
function packetsOf({ id, characteristics }: DeviceDefinition): Packet[] {
  const found: Packet[] = [];
  for (const { device, hex } of allOwnVectors()) {
    if (device !== id) continue;
    const bytes = bytesOf(hex);
    let best: { readonly use: CharacteristicUse; readonly samples: number } | null = null;
    for (const use of characteristics) {
      const result = use.decode(bytes);
      const samples = result.ok ? result.streams.reduce((sum, part) => sum + part.sampleCount, 0) : -1;
      if (samples > (best?.samples ?? -1)) best = { use, samples };
    }
    if (best !== null) found.push({ use: best.use, bytes });
  }
  return found;
}

/** Frames of 25 delta-coded samples, as a strap sends them: the project's own packets of it are short. */
function polarFrames(): Packet[] {
  const { thigh } = generateKneeMotion({ peaksDeg: [90] });
  const strap = simulatedPolar({ name: 'Polar H10', address: 'C0:00:00:00:00:07', rrIntervalsMs: [800], samples: thigh });
  const { start } = withOptions(polarH10, chosenOptions(polarH10));
  for (const step of start) if (step.type === 'write') strap.write(step.service, step.characteristic, step.bytes);
  const use = polarH10.characteristics.find((one) => one.characteristic === PMD_DATA);
  if (use === undefined) throw new Error('the strap has no data');
  return strap.packetsBetween(0, 20_000_000).flatMap(({ characteristic, bytes }) => (characteristic === PMD_DATA ? [{ use, bytes }] : []));
}

function measure(name: string, packets: readonly Packet[]): BenchRow {
  let decoded = 0;
  const ms = bestMs(ROUNDS, () => {
    for (let i = 0; i < PACKETS_PER_ROUND; i++) {
      const { use, bytes } = packets[i % packets.length];
      if (use.decode(bytes).ok) decoded++;
    }
  });
  const ours = (ms * 1e6) / PACKETS_PER_ROUND;
  const longest = Math.max(...packets.map(({ bytes }) => bytes.length));
  const note = `limit: 1 % of a phone's time at 500 packets/s; ${packets.length} packets of up to ${longest} bytes`;
  const what = `decode ${name}${decoded === ROUNDS * PACKETS_PER_ROUND ? '' : ' (some refused)'}`;
  return { what, ours, peer: LIMIT_NS, unit: 'ns/packet', ratio: ours / LIMIT_NS, note };
}

/** Decoding, ns per packet and driver, over the packets that the project holds of it. */
export function benchDevices(): BenchRow[] {
  const rows = catalogue.flatMap((definition) => {
    const packets = packetsOf(definition);
    return packets.length === 0 ? [] : [measure(definition.id, packets)];
  });
  return [...rows, measure('polarH10, acceleration of 25 samples', polarFrames())];
}
