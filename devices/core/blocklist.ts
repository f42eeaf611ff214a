import { sigUuid } from './uuid.ts';

/**
 * What Web Bluetooth refuses (WebBluetoothCG/registries, gatt_blocklist.txt): asking for one of these makes the whole call fail, so no
 * driver may name them. Descriptors are left out: drivers never name descriptors.
 */
export const BLOCKED_SERVICES: readonly string[] = [
  sigUuid(0x1812),
  '00001530-1212-efde-1523-785feabcd123',
  'f000ffc0-0451-4000-b000-000000000000',
  sigUuid(0x0006_0000),
  sigUuid(0xfffd),
  sigUuid(0xfff9),
  sigUuid(0xfde2),
];
/** 2A03 reconnection address, 2A25 serial number. */
export const BLOCKED_CHARACTERISTICS: readonly string[] = [sigUuid(0x2a03), sigUuid(0x2a25)];
/** 2A02 peripheral privacy flag may be read only. */
export const BLOCKED_WRITES: readonly string[] = [...BLOCKED_CHARACTERISTICS, sigUuid(0x2a02)];
