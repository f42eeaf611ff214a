import { useSignalEffect } from '@preact/signals';
import { sensorCopy } from '#web/copy/sensors.ts';
import { showToast } from '#web/ui/toast.tsx';
import type { Connection } from './connection.ts';
import { LOW_BATTERY_PERCENT, placeWord } from './sensorWords.ts';
import type { SensorSlot } from './slots.ts';

const said = new WeakSet<Connection>();

/** Says once for each connection that a battery runs low. */
export function useLowBattery(slots: readonly SensorSlot[]): void {
  useSignalEffect(() => {
    for (const slot of slots) {
      const connection = slot.connection.value;
      const percent = connection?.status.value.batteryPercent ?? null;
      if (connection === null || percent === null || percent > LOW_BATTERY_PERCENT || said.has(connection)) continue;
      said.add(connection);
      showToast({ text: sensorCopy.batteryLow(placeWord(slot), percent) });
    }
  });
}
