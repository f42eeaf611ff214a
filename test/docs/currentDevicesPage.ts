import { catalogue } from '#devices/drivers/index.ts';
import { allOwnVectors } from '#test/devices/sharedVectors.ts';
import { devicesPage } from './devicesPage.ts';

/** The page as the catalogue and the project's packets are now. */
export function currentDevicesPage(): string {
  const packets = new Map<string, number>();
  for (const { device } of allOwnVectors()) packets.set(device, (packets.get(device) ?? 0) + 1);
  return devicesPage(catalogue, packets);
}
