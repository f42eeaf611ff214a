import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { DeviceDefinition, SensorEvent } from '#devices/core/types.ts';
import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import type { BodySide, BodySite } from '#shared/schema/quality.ts';
import type { StreamKind } from '#shared/schema/stream.ts';
import { type Connection, codeOf, type Hold, openConnection } from './connection.ts';
import { type SensorNeed, serves } from './drivers.ts';
import type { PlaceEvent, SensorPlace } from './hub.ts';
import { EMPTY_PLACE, HEART_KINDS, type SlotError, type SlotStatus, statusAt } from './placeStatus.ts';
import type { ChooseSource, Chosen, SourceKind } from './sources.ts';

export type Bind = (place: SensorPlace) => (event: PlaceEvent) => void;

/** One place on the body that can carry a sensor. */
export interface SensorSlot {
  /** 'heart', 'activity' or the body site: stable, for tests and copy. */
  readonly id: 'heart' | 'activity' | BodySite;
  readonly need: SensorNeed;
  readonly bodySite: BodySite;
  readonly side: BodySide;
  readonly status: ReadonlySignal<SlotStatus>;
  readonly connection: ReadonlySignal<Connection | null>;
  /** Opens a sensor and gives it its place, as a rule this one; an older one of the place is let go. Never rejects: the status tells. */
  pick(kind: SourceKind, choose: ChooseSource): Promise<void>;
  /**
   * Connects the lost sensor of this place again, without a chooser; for every place it serves, as new streams, since it may sit otherwise
   * than before. Never rejects. False: it cannot be reached, and nothing else was chosen meanwhile.
   */
  again(): Promise<boolean>;
  /** What comes from now on belongs to new streams. */
  renew(): void;
  /** Puts what was chosen here. */
  open(kind: SourceKind, chosen: Chosen): Promise<void>;
  /** Gives the place a connection that is there already, or none. `moved`: it served another place until now. */
  put(connection: Connection | null, how?: 'moved'): Promise<void>;
  /** Sends this place's samples to the recording from now on. */
  record(bind: Bind | null): void;
  release(): Promise<void>;
}

/** The places of one person in one session, and what is known about where their sensors belong. */
export interface Rig {
  readonly slots: readonly SensorSlot[];
  /** Where a sensor was told to be worn; null when that is not known. */
  readonly homeOf: (deviceId: string) => { readonly bodySite: BodySite; readonly side: BodySide } | null;
}

const ALONE: Rig = { slots: [], homeOf: () => null };

export function createSlot(id: SensorSlot['id'], bodySite: BodySite, side: BodySide, rig: Rig = ALONE): SensorSlot {
  const need: SensorNeed = id === 'heart' || id === 'activity' ? id : 'motion';
  const connection = signal<Connection | null>(null);
  const choosing = signal(false);
  const failed = signal<SlotError | null>(null);
  let hold: Hold | null = null;
  let bind: Bind | null = null;
  let place: SensorPlace | null = null;
  let sink: ((event: PlaceEvent) => void) | null = null;
  /** Raised with every opening and with the end: what an older opening brings is let go. */
  let opening = 0;
  /** Raised with every choice that a person makes for this place. */
  let choices = 0;

  const status = computed((): SlotStatus => {
    const now = connection.value;
    const shown = now === null ? EMPTY_PLACE : statusAt(now, need);
    const waiting = choosing.value && shown.state !== 'live';
    return {
      ...shown,
      ...(waiting && { state: 'connecting', canPick: false }),
      error: waiting ? null : (failed.value ?? shown.error),
    };
  });

  /** The heart's and the activity's place are none on the body: where their sensor is worn as a rule is stored. */
  const siteOf = (definition: DeviceDefinition): BodySite => (need === 'motion' ? bodySite : (definition.usualSite ?? bodySite));

  /**
   * A sensor that serves two places sends each of them its own streams: beats to the heart, movement to the limb. Movement of one that
   * nobody has put on a limb is left out where it would count as that limb's: of which side it is, is not known.
   */
  const takes = (kind: StreamKind): boolean => {
    const now = connection.value;
    if (now?.definition.kind !== 'heartRate') return true;
    if (need === 'motion') return !HEART_KINDS.includes(kind);
    const site = siteOf(now.definition);
    return (
      HEART_KINDS.includes(kind) ||
      !rig.slots.some((slot) => slot.need === 'motion' && (slot.connection.value === now || slot.bodySite === site))
    );
  };
  const hear = (event: SensorEvent): void => {
    if (event.type === 'samples' && !takes(event.batch.stream.kind)) return;
    sink?.(event);
  };

  async function put(next: Connection | null, how?: 'moved'): Promise<void> {
    sink?.(how === 'moved' ? { type: 'moved' } : { type: 'lost', code: 'cancelled', canRepick: false });
    const before = hold;
    hold = next?.hold(hear) ?? null;
    connection.value = next;
    failed.value = null;
    place =
      next === null
        ? null
        : {
            definition: next.definition,
            sensorLabel: next.name,
            bodySite: siteOf(next.definition),
            side,
            simulated: next.source === 'simulated',
            moved: how === 'moved' && bind !== null,
          };
    sink = place === null ? null : (bind?.(place) ?? null);
    await before?.release();
  }

  async function open(kind: SourceKind, chosen: Chosen): Promise<void> {
    const mine = ++opening;
    choosing.value = true;
    failed.value = null;
    try {
      // One link per device: the old one would close the new one under it.
      if (connection.value?.deviceId === chosen.deviceId) await put(null);
      const opened = await openConnection(kind, chosen);
      if (mine !== opening) return await opened.hold(() => undefined).release();
      await put(opened);
      choosing.value = false;
      if (connection.value === opened) await opened.start();
    } catch (error) {
      if (mine !== opening) return;
      failed.value = codeOf(error);
      choosing.value = false;
    }
  }

  const slot: SensorSlot = {
    id,
    need,
    bodySite,
    side,
    status,
    connection,
    open,
    put,
    again: async () => {
      const known = connection.value;
      const mine = choices;
      if (known === null) return false;
      const serving = rig.slots.filter((other) => other !== slot && other.connection.value === known);
      for (const each of [slot, ...serving]) each.renew();
      return (await known.startAgain()) || mine !== choices || connection.value !== known;
    },
    pick: async (kind, choose) => {
      choices++;
      choosing.value = true;
      failed.value = null;
      const chosen = await choose({ need, bodySite }).catch((error: unknown) => {
        const code = codeOf(error);
        if (code !== 'cancelled') failed.value = code;
        return null;
      });
      choosing.value = false;
      if (chosen === null) return;
      const worn = rig.slots.find((other) => other !== slot && other.connection.value?.deviceId === chosen.deviceId);
      if (worn?.connection.value) {
        if (worn.need !== need && serves(worn.connection.value.definition, need)) return put(worn.connection.value);
        failed.value = 'alreadyWorn';
        return;
      }
      await (emptyHome(rig, slot, chosen.deviceId) ?? slot).open(kind, chosen);
    },
    record: (to) => {
      bind = to;
      slot.renew();
    },
    renew: () => {
      // Where it was before says nothing about what comes now.
      if (place !== null) place = { ...place, moved: false };
      sink = bind !== null && place !== null ? bind(place) : null;
    },
    release: async () => {
      opening++;
      choices++;
      choosing.value = false;
      sink = null;
      await put(null);
    },
  };
  return slot;
}

/** Another place, still empty, where this sensor is known to be worn. */
function emptyHome(rig: Rig, slot: SensorSlot, deviceId: string): SensorSlot | undefined {
  const home = slot.need === 'motion' ? rig.homeOf(deviceId) : null;
  if (home === null) return undefined;
  return rig.slots.find(
    (other) => other.need === 'motion' && other.bodySite === home.bodySite && other.side === home.side && other.connection.value === null,
  );
}

/** The places an exercise has use for: the heart always, the segments of its angle, and speed and power where it is about getting along. */
export function slotsFor(exercise: ExerciseDefinition, side: BodySide, homeOf: Rig['homeOf'] = ALONE.homeOf): readonly SensorSlot[] {
  const slots: SensorSlot[] = [];
  const rig: Rig = { slots, homeOf };
  const { angle } = exercise;
  slots.push(createSlot('heart', 'chest', 'none', rig));
  if (angle.method === 'none') {
    if (exercise.kind === 'aerobic') slots.push(createSlot('activity', 'foot', 'none', rig));
    return slots;
  }
  const sites = angle.method === 'hinge' ? [angle.proximal, angle.distal] : [angle.site];
  for (const site of sites) slots.push(createSlot(site, site, side, rig));
  return slots;
}

/**
 * Another, empty place that the sensor of this one can serve besides, through the same link. It sits on one limb only: that is the heart
 * for a sensor of a limb, and the other way round.
 */
export function alsoFor(slots: readonly SensorSlot[], slot: SensorSlot): SensorSlot | undefined {
  const definition = slot.connection.value?.definition;
  if (definition === undefined) return undefined;
  return slots.find((other) => other.need !== slot.need && other.connection.value === null && serves(definition, other.need));
}

/** The sensors of two places change places, links and all; from now on their samples belong to the other place. */
export async function swapSlots(a: SensorSlot, b: SensorSlot): Promise<void> {
  const [first, second] = [a.connection.value, b.connection.value];
  const keep = [first, second].map((connection) => connection?.hold(() => undefined));
  await Promise.all([a.put(second, 'moved'), b.put(first, 'moved')]);
  await Promise.all(keep.map((hold) => hold?.release()));
}
