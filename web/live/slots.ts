import { type ReadonlySignal, signal } from '@preact/signals';
import { DeviceError } from '#devices/core/errors.ts';
import type { DeviceErrorCode, Sensor, SensorEvent } from '#devices/core/types.ts';
import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import type { BodySide, BodySite, SensorState } from '#shared/schema/quality.ts';
import type { SensorPlace } from './hub.ts';
import type { OpenSource, SensorNeed, SourceKind } from './sources.ts';

/** What a chip shows. `empty`: nothing picked; `connecting`: the first connection, or the 4 s of reconnecting after a drop. */
export interface SlotStatus {
  readonly state: 'empty' | 'connecting' | Exclude<SensorState, 'manual'>;
  readonly name: string | null;
  /** Since when nothing came, UTC us of the sensor clock. */
  readonly sinceUs: number | null;
  /** One tap picks a sensor (again). */
  readonly canPick: boolean;
  readonly error: DeviceErrorCode | null;
  /** How it was picked last: a tap on the chip does the same again. */
  readonly source: SourceKind | null;
  readonly batteryPercent: number | null;
}

/** One place on the body that can carry a sensor. */
export interface SensorSlot {
  /** 'heart', or the body site: stable, for tests and copy. */
  readonly id: 'heart' | BodySite;
  readonly need: SensorNeed;
  readonly bodySite: BodySite;
  readonly side: BodySide;
  readonly status: ReadonlySignal<SlotStatus>;
  /** Opens a sensor and gives it this place; an older one of the place is let go. Never rejects: the status tells. */
  pick(kind: SourceKind, open: OpenSource): Promise<void>;
  /** Sends this place's samples to the recording from now on. */
  record(bind: ((place: SensorPlace) => (event: SensorEvent) => void) | null): void;
  release(): Promise<void>;
}

const EMPTY: SlotStatus = { state: 'empty', name: null, sinceUs: null, canPick: true, error: null, source: null, batteryPercent: null };

export function createSlot(id: SensorSlot['id'], bodySite: BodySite, side: BodySide): SensorSlot {
  const status = signal<SlotStatus>(EMPTY);
  const need: SensorNeed = id === 'heart' ? 'heart' : 'motion';
  let sensor: Sensor | null = null;
  let place: SensorPlace | null = null;
  let bind: ((place: SensorPlace) => (event: SensorEvent) => void) | null = null;
  let sink: ((event: SensorEvent) => void) | null = null;
  /** What an older sensor still says is not heard. */
  let active = {};

  const change = (part: Partial<SlotStatus>) => {
    status.value = { ...status.value, ...part };
  };
  const show = (event: SensorEvent) => {
    if (event.type === 'connecting') change({ state: 'connecting', canPick: false, error: null });
    else if (event.type === 'live') change({ state: 'live', sinceUs: null, canPick: false, error: null });
    else if (event.type === 'stale') change({ state: 'stale', sinceUs: event.sinceUs, canPick: true });
    else if (event.type === 'lost') change({ state: 'lost', canPick: event.canRepick, error: event.code });
    else if (event.type === 'battery') change({ batteryPercent: event.percent });
  };

  async function pick(kind: SourceKind, open: OpenSource): Promise<void> {
    const mine = {};
    const was = status.value;
    if (was.state !== 'live') change({ state: 'connecting', canPick: false, error: null });
    let opened: Sensor;
    try {
      opened = await open({ need, bodySite }, (event) => {
        if (mine !== active) return;
        show(event);
        sink?.(event);
      });
    } catch (error) {
      const code = error instanceof DeviceError ? error.code : 'unknown';
      status.value = { ...was, error: code === 'cancelled' ? was.error : code };
      return;
    }
    sink?.({ type: 'lost', code: 'cancelled', canRepick: false });
    active = mine;
    const before = sensor;
    sensor = opened;
    place = { definition: opened.definition, sensorLabel: opened.name, bodySite, side, simulated: kind === 'simulated' };
    sink = bind?.(place) ?? null;
    change({ ...EMPTY, state: 'connecting', canPick: false, name: opened.name, source: kind });
    await before?.stop().catch(() => undefined);
    if (mine !== active) return;
    await opened.start().catch((error: unknown) => {
      if (mine === active) change({ state: 'lost', canPick: true, error: error instanceof DeviceError ? error.code : 'unknown' });
    });
  }

  return {
    id,
    need,
    bodySite,
    side,
    status,
    pick,
    record: (to) => {
      bind = to;
      sink = to !== null && place !== null ? to(place) : null;
    },
    release: async () => {
      active = {};
      sink = null;
      const last = sensor;
      sensor = null;
      place = null;
      status.value = EMPTY;
      await last?.stop().catch(() => undefined);
    },
  };
}

/** The places an exercise has use for: the heart always, and the segments of its angle. */
export function slotsFor(exercise: ExerciseDefinition, side: BodySide): readonly SensorSlot[] {
  const heart = createSlot('heart', 'chest', 'none');
  const { angle } = exercise;
  if (angle.method === 'none') return [heart];
  const sites = angle.method === 'hinge' ? [angle.proximal, angle.distal] : [angle.site];
  return [heart, ...sites.map((site) => createSlot(site, site, side))];
}
