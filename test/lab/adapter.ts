import { DBusError, Variant } from '@particle/dbus-next';
import type { BusObject } from './objectManager.ts';

export const BLUEZ_PATH = '/org/bluez';
export const ADAPTER_PATH = '/org/bluez/hci0';

/** The managers Chromium registers its pairing agent and profiles with; both only say yes. */
export function managersObject(): BusObject {
  const yes = (): undefined => undefined;
  return {
    'org.bluez.AgentManager1': { properties: {}, methods: { RegisterAgent: yes, UnregisterAgent: yes, RequestDefaultAgent: yes } },
    'org.bluez.ProfileManager1': { properties: {}, methods: { RegisterProfile: yes, UnregisterProfile: yes } },
  };
}

export interface AdapterEvents {
  /** While false nothing is looked for: NotReady, as BlueZ says. */
  isPowered(): boolean;
  /** Someone looks for devices: announce them. */
  discoveryStarted(): void;
  discoveryStopped(): void;
  removeDevice(path: string): void;
}

export function notReady(): DBusError {
  return new DBusError('org.bluez.Error.NotReady', 'Resource Not Ready');
}

/** A powered adapter (BlueZ doc/org.bluez.Adapter.rst). */
export function adapterObject(events: AdapterEvents): BusObject {
  return {
    'org.bluez.Adapter1': {
      properties: {
        Address: new Variant('s', '00:1A:7D:DA:71:13'),
        AddressType: new Variant('s', 'public'),
        Name: new Variant('s', 'lab'),
        Alias: new Variant('s', 'lab'),
        Class: new Variant('u', 0),
        Powered: new Variant('b', true),
        Discoverable: new Variant('b', false),
        DiscoverableTimeout: new Variant('u', 0),
        Pairable: new Variant('b', true),
        PairableTimeout: new Variant('u', 0),
        Discovering: new Variant('b', false),
        UUIDs: new Variant('as', []),
        Roles: new Variant('as', ['central']),
      },
      methods: {
        StartDiscovery: () => {
          if (!events.isPowered()) throw notReady();
          events.discoveryStarted();
          return undefined;
        },
        StopDiscovery: () => {
          events.discoveryStopped();
          return undefined;
        },
        SetDiscoveryFilter: () => undefined,
        GetDiscoveryFilters: () => ({ signature: 'as', body: [['UUIDs', 'RSSI', 'Transport']] }),
        RemoveDevice: (path: string) => {
          events.removeDevice(path);
          return undefined;
        },
      },
    },
  };
}
