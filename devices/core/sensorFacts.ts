import type { CharacteristicUse, DeviceDefinition, DeviceFacts, SensorEvent } from './types.ts';

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
    if (decoded?.ok) facts = { ...facts, ...decoded.facts };
  }
  if (facts.batteryPct !== undefined) listener({ type: 'battery', percent: facts.batteryPct });
  const { manufacturer = null, modelNumber = null, firmware = null } = facts;
  if (manufacturer !== null || modelNumber !== null || firmware !== null) {
    listener({ type: 'information', manufacturer, modelNumber, firmware });
  }
}
