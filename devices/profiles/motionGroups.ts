import type { AxisGroup } from '#shared/schema/stream.ts';

/** Standard acceleration of gravity (CGPM 1901). */
export const G_M_PER_S2 = 9.80665;
export const RAD_PER_DEG = Math.PI / 180;

/** Full scale of g and deg/s over int16: steps below the noise of the sensors where it is 16 g and 2000 deg/s. */
export function accelerationGroup(fullScaleG: number): AxisGroup {
  return { name: 'acceleration', axes: 3, scale: (fullScaleG * G_M_PER_S2) / 32768, unit: 'm/s2' };
}
export function angularRateGroup(fullScaleDegPerS: number): AxisGroup {
  return { name: 'angularRate', axes: 3, scale: ((fullScaleDegPerS / 180) * Math.PI) / 32768, unit: 'rad/s' };
}
/** Full scale in uT; the earth's field is 25 to 65 uT, an iron table leg many times that. */
export function magneticFieldGroup(fullScaleUt: number): AxisGroup {
  return { name: 'magneticField', axes: 3, scale: fullScaleUt / 32768, unit: 'uT' };
}

export const ACCELERATION = accelerationGroup(16);
export const ANGULAR_RATE = angularRateGroup(2000);
/** Sensor to earth, scalar first; all zeros means "no orientation". */
export const QUATERNION: AxisGroup = { name: 'quaternionWxyz', axes: 4, scale: 1 / 32767, unit: '1' };

/** Real packets carry unit quaternions; all zeros means "no orientation". Anything else is not a packet of this device. */
export function isRotation(norm: number): boolean {
  return norm === 0 || Math.abs(norm - 1) < 0.1;
}
