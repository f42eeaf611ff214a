import type { CharacteristicUse, DeviceDefinition, DeviceFacts, SensorEvent } from './types.ts';

/** Tells what a packet said about the device itself. */
export function tellFacts(facts: DeviceFacts, mode: CharacteristicUse['mode'], listener: (event: SensorEvent) => void): void {
  if (facts.batteryPct !== undefined) listener({ type: 'battery', percent: facts.batteryPct });
  if (facts.stimulation !== undefined) {
    listener({ type: 'stimulation', reading: facts.stimulation, source: mode === 'read' ? 'query' : 'notify' });
  }
  const { manufacturer = null, modelNumber = null, firmware = null } = facts;
  if (manufacturer !== null || modelNumber !== null || firmware !== null) {
    listener({ type: 'information', manufacturer, modelNumber, firmware });
  }
}

/** Reads battery and device information, each best-effort: many sensors lack one or the other, and none of it may stop a session. */
export async function readFacts(
  definition: DeviceDefinition,
  read: (use: CharacteristicUse) => Promise<Uint8Array>,
  listener: (event: SensorEvent) => void,
): Promise<void> {
  let facts: DeviceFacts = {};
  for (const use of definition.characteristics) {
    if (use.mode !== 'read') continue;
    const bytes = await read(use).catch(() => null);
    const decoded = bytes === null ? null : use.decode(bytes);
    if (!decoded?.ok || decoded.facts === undefined) continue;
    const stimulation = decoded.facts.stimulation && { ...facts.stimulation, ...decoded.facts.stimulation };
    facts = { ...facts, ...decoded.facts, ...(stimulation && { stimulation }) };
  }
  tellFacts(facts, 'read', listener);
}
