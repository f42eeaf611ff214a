/**
 * All in ms. A drop is answered by 4 s of reconnecting, then by an offer to pick the sensor again (devices.md). The first operation of a
 * link waits until the services are found.
 */
export const SENSOR_TIMES = {
  connectMs: 10_000,
  discoveryMs: 10_000,
  operationMs: 5_000,
  reconnectMs: 4_000,
  retryMs: 250,
  staleMs: 4_000,
} as const;
