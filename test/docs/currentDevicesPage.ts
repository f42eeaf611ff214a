import { catalogue } from '#devices/drivers/index.ts';
import { allOwnVectors } from '#test/devices/sharedVectors.ts';
import { lacksVectors } from '#test/devices/vectorPeripheral.ts';
import { devicesPage } from './devicesPage.ts';

/** The page as the catalogue and the project's packets are now. */
export function currentDevicesPage(): string {
  const packets = new Map<string, number>();
  for (const { device } of allOwnVectors()) packets.set(device, (packets.get(device) ?? 0) + 1);
  const played = new Set(catalogue.filter((definition) => lacksVectors(definition).length === 0).map(({ id }) => id));
  return devicesPage(catalogue, packets, played);
}
