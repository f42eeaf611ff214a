import { useSignalEffect } from '@preact/signals';
import { sensorCopy } from '#web/copy/sensors.ts';
import { showToast } from '#web/ui/toast.tsx';
import { LOW_BATTERY_PERCENT, placeWord } from './sensorWords.ts';
import type { SensorSlot } from './slots.ts';

/** Ids of the sensors it was said of. */
const said = new Set<string>();

/** Says once for each sensor, while the page lives, that its battery runs low. */
export function useLowBattery(slots: readonly SensorSlot[]): void {
  useSignalEffect(() => {
    for (const slot of slots) {
      const connection = slot.connection.value;
      const percent = connection?.status.value.batteryPercent ?? null;
      if (connection === null || percent === null || percent > LOW_BATTERY_PERCENT || said.has(connection.deviceId)) continue;
      said.add(connection.deviceId);
      showToast({ text: sensorCopy.batteryLow(placeWord(slot), percent) });
    }
  });
}
