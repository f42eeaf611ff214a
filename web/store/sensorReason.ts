/** Reasons of a sensor event besides the error codes of devices/: the sensor carries on at another place of the body from here on. */
export const SWAPPED = 'swapped';
/** The sensor stopped this stream by itself. */
export const ENDED_BY_SENSOR = 'endedBySensor';
