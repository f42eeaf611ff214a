const SIG_BASE_TAIL = '-0000-1000-8000-00805f9b34fb';

/** Lower-case 128-bit form of a 16-bit Bluetooth SIG number (Core Specification, vol 3 part B section 2.5.1). */
export function sigUuid(assigned: number): string {
  return assigned.toString(16).padStart(8, '0') + SIG_BASE_TAIL;
}

/** Whether a UUID is a number assigned by the Bluetooth SIG rather than a maker's own. */
export function isSigUuid(uuid: string): boolean {
  return uuid.endsWith(SIG_BASE_TAIL);
}

export const HEART_RATE_SERVICE = sigUuid(0x180d);
export const HEART_RATE_MEASUREMENT = sigUuid(0x2a37);
export const BODY_SENSOR_LOCATION = sigUuid(0x2a38);
export const BATTERY_SERVICE = sigUuid(0x180f);
export const BATTERY_LEVEL = sigUuid(0x2a19);
export const DEVICE_INFORMATION_SERVICE = sigUuid(0x180a);
export const MODEL_NUMBER = sigUuid(0x2a24);
export const FIRMWARE_REVISION = sigUuid(0x2a26);
export const MANUFACTURER_NAME = sigUuid(0x2a29);
export const RUNNING_SERVICE = sigUuid(0x1814);
export const RSC_MEASUREMENT = sigUuid(0x2a53);
export const CYCLING_SERVICE = sigUuid(0x1816);
export const CSC_MEASUREMENT = sigUuid(0x2a5b);
export const CYCLING_POWER_SERVICE = sigUuid(0x1818);
export const POWER_MEASUREMENT = sigUuid(0x2a63);
