/** Reasons of a sensor event that speak of this device and not of the sensor: its raw samples are not stored from here on, or are again. */
export const NOT_STORED = 'storage';
export const STORED_AGAIN = 'storageBack';
