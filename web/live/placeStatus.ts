import type { DeviceErrorCode } from '#devices/core/types.ts';
import type { StreamKind } from '#shared/schema/stream.ts';
import type { Connection, ConnectionStatus } from './connection.ts';
import type { SensorNeed } from './drivers.ts';
import type { SourceKind } from './sources.ts';

/** `alreadyWorn`: the same sensor serves another place; picked by mistake where two look alike in the chooser. */
export type SlotError = DeviceErrorCode | 'alreadyWorn';

/** What a chip shows. `empty`: nothing picked; `connecting`: the first connection. */
export interface SlotStatus extends Omit<ConnectionStatus, 'state' | 'silences' | 'error'> {
  /** `stale`: nothing comes of what this place needs. */
  readonly state: 'empty' | 'stale' | ConnectionStatus['state'];
  /** Since when, UTC us of the sensor clock. */
  readonly sinceUs: number | null;
  readonly name: string | null;
  readonly error: SlotError | null;
  /** How it was picked last: a tap on the chip does the same again. */
  readonly source: SourceKind | null;
}

export const EMPTY_PLACE: SlotStatus = {
  state: 'empty',
  name: null,
  sinceUs: null,
  canPick: true,
  triedAgain: false,
  error: null,
  source: null,
  batteryPercent: null,
  noContact: false,
  weak: false,
  notices: [],
  ended: [],
};

/** What of a heart rate sensor is of the heart. */
export const HEART_KINDS: readonly StreamKind[] = ['heartRate', 'rrInterval', 'ecg'];

/** Since when nothing comes of what is needed: the beats of a sensor say nothing about its movement, and the other way round. */
function silentSinceUs({ definition, status }: Connection, need: SensorNeed): number | null {
  const { silences, state } = status.value;
  if (state !== 'live') return null;
  const isBeats = (key: string) => definition.streams.some((stream) => stream.key === key && HEART_KINDS.includes(stream.kind));
  const concerning = silences.find(
    ({ streams }) => streams === null || definition.kind !== 'heartRate' || streams.some(isBeats) === (need === 'heart'),
  );
  return concerning?.sinceUs ?? null;
}

/** How a connected sensor stands at a place that needs this of it. */
export function statusAt(connection: Connection, need: SensorNeed): SlotStatus {
  const { silences: _, ...said } = connection.status.value;
  const sinceUs = silentSinceUs(connection, need);
  const known = { ...said, name: connection.name, source: connection.source, sinceUs };
  return sinceUs === null ? known : { ...known, state: 'stale', canPick: true };
}
