import { DBusError, Message, type MessageBus, type Variant } from '@particle/dbus-next';

/** What a method answers: D-Bus signature and body; undefined is an empty answer. */
export interface Reply {
  readonly signature: string;
  readonly body: readonly unknown[];
}
export type BusMethod = (...args: readonly never[]) => Reply | undefined | Promise<Reply | undefined>;
export interface BusInterface {
  readonly properties: Record<string, Variant>;
  readonly methods: Readonly<Record<string, BusMethod>>;
}
/** Interfaces of one object by name. */
export type BusObject = Readonly<Record<string, BusInterface>>;

const PROPERTIES = 'org.freedesktop.DBus.Properties';
const OBJECT_MANAGER = 'org.freedesktop.DBus.ObjectManager';

export interface ObjectManager {
  add(path: string, object: BusObject): void;
  has(path: string): boolean;
  /** Removes the object and everything below it, children first. */
  remove(path: string): void;
  /** Changes properties of an interface and says so on the bus. */
  change(path: string, interfaceName: string, changed: Readonly<Record<string, Variant>>): void;
  /** Says that a property has a value without keeping it: the cheap way for notifications. */
  announce(path: string, interfaceName: string, changed: Readonly<Record<string, Variant>>): void;
  /** After this nothing is sent any more. */
  close(): void;
}

function propertiesOf(object: BusObject): Record<string, Record<string, Variant>> {
  return Object.fromEntries(Object.entries(object).map(([name, { properties }]) => [name, properties]));
}

/** A tree of objects served at "/" by org.freedesktop.DBus.ObjectManager and Properties, the two interfaces BlueZ is read through. */
export function createObjectManager(bus: MessageBus): ObjectManager {
  const objects = new Map<string, BusObject>();
  let closed = false;
  const send = (message: Message): void => {
    if (!closed) bus.send(message);
  };
  const announce = (path: string, interfaceName: string, changed: Readonly<Record<string, Variant>>): void =>
    send(Message.newSignal(path, PROPERTIES, 'PropertiesChanged', 'sa{sv}as', [interfaceName, changed, []]));
  const change = (path: string, interfaceName: string, changed: Readonly<Record<string, Variant>>): void => {
    const target = objects.get(path)?.[interfaceName];
    if (!target) return;
    Object.assign(target.properties, changed);
    announce(path, interfaceName, changed);
  };

  const standard: Record<string, (path: string, body: readonly never[]) => Reply | undefined> = {
    [`${OBJECT_MANAGER}.GetManagedObjects`]: () => ({
      signature: 'a{oa{sa{sv}}}',
      body: [Object.fromEntries([...objects].map(([path, object]) => [path, propertiesOf(object)]))],
    }),
    [`${PROPERTIES}.GetAll`]: (path, [interfaceName]) => ({
      signature: 'a{sv}',
      body: [objects.get(path)?.[interfaceName]?.properties ?? {}],
    }),
    [`${PROPERTIES}.Get`]: (path, [interfaceName, property]) => {
      const value = objects.get(path)?.[interfaceName]?.properties[property];
      if (!value) throw new DBusError('org.freedesktop.DBus.Error.UnknownProperty', `${interfaceName}.${property}`);
      return { signature: 'v', body: [value] };
    },
    [`${PROPERTIES}.Set`]: (path, [interfaceName, property, value]) => {
      change(path, interfaceName, { [property]: value });
      return undefined;
    },
  };

  const answer = async (call: Message): Promise<void> => {
    try {
      const shared = standard[`${call.interface}.${call.member}`];
      const own = objects.get(call.path)?.[call.interface]?.methods[call.member];
      const body = (call.body ?? []) as never[];
      const reply = shared ? shared(call.path, body) : await own?.(...body);
      send(Message.newMethodReturn(call, reply?.signature ?? '', [...(reply?.body ?? [])]));
    } catch (error) {
      const isBusError = error instanceof DBusError;
      // The package's types ask for a string; it takes the call that is being answered.
      const asked = call as unknown as string;
      send(Message.newError(asked, isBusError ? error.type : 'org.bluez.Error.Failed', isBusError ? error.text : String(error)));
    }
  };
  bus.addMethodHandler((call: Message): boolean => {
    const known = `${call.interface}.${call.member}` in standard || objects.get(call.path)?.[call.interface]?.methods[call.member];
    if (!known) return false;
    void answer(call);
    return true;
  });

  return {
    announce,
    change,
    add(path, object) {
      objects.set(path, object);
      send(Message.newSignal('/', OBJECT_MANAGER, 'InterfacesAdded', 'oa{sa{sv}}', [path, propertiesOf(object)]));
    },
    has: (path) => objects.has(path),
    remove(path) {
      const gone = [...objects.keys()].filter((key) => key === path || key.startsWith(`${path}/`)).sort((a, b) => b.length - a.length);
      for (const key of gone) {
        const names = Object.keys(objects.get(key) ?? {});
        objects.delete(key);
        send(Message.newSignal('/', OBJECT_MANAGER, 'InterfacesRemoved', 'oas', [key, names]));
      }
    },
    close() {
      closed = true;
    },
  };
}
