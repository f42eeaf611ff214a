/**
 * Sensors are stamped by the page's monotonic clock, records by `now`, which also follows the wall clock through the device's sleep.
 * The bridge shifts the one to the other and changes the shift only when they part by more than a second, so that it never jitters.
 * Returns how much to add to a sensor's stamp now, us.
 */
export function createClockBridge(recordNowUs: () => number, sensorNowUs: () => number): () => number {
  const measure = () => recordNowUs() - sensorNowUs();
  let shiftUs = Math.abs(measure()) < TOLERANCE_US ? 0 : measure();
  return () => {
    const measuredUs = measure();
    if (measuredUs - shiftUs > TOLERANCE_US) shiftUs = measuredUs;
    return shiftUs;
  };
}

const TOLERANCE_US = 1_000_000;
