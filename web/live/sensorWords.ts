import type { SensorState } from '#shared/schema/quality.ts';
import { liveCopy } from '#web/copy/live.ts';
import { sensorCopy } from '#web/copy/sensors.ts';
import type { SlotStatus } from './placeStatus.ts';
import type { SensorSlot } from './slots.ts';

/** From here on the chip shows the battery, %, and it is said once. */
export const LOW_BATTERY_PERCENT = 15;

/** "Thigh", "Heart", "Speed": what a person calls the place. */
export function placeWord({ id, bodySite }: Pick<SensorSlot, 'id' | 'bodySite'>): string {
  return id === 'activity' ? sensorCopy.activity.place : liveCopy.site[bodySite];
}

/** Shape and word of a chip. A place without a sensor is done by hand; one that connects is waited for. */
export function chipLook(state: SlotStatus['state']): { state: SensorState; word?: string } {
  if (state === 'empty') return { state: 'manual' };
  return state === 'connecting' ? { state: 'stale', word: liveCopy.start.connecting } : { state };
}

/** The one thing worth saying about a live sensor; null when all is well. */
export function liveRemark(status: SlotStatus): string | null {
  const { batteryPercent, ended, noContact, weak } = status;
  if (noContact) return sensorCopy.chip.noContact;
  if (ended.length > 0) return sensorCopy.chip.stopped;
  if (weak) return sensorCopy.chip.weak;
  return batteryPercent !== null && batteryPercent <= LOW_BATTERY_PERCENT ? sensorCopy.chip.battery(batteryPercent) : null;
}
