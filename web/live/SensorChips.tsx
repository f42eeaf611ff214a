import { liveCopy } from '#web/copy/live.ts';
import { formatTimer } from '#web/live/format.ts';
import { Chip, SensorChip } from '#web/ui/chip.tsx';
import type { LiveSession } from './liveSession.ts';
import { canPickHere, pickSensor } from './picking.ts';
import type { SensorSlot } from './slots.ts';
import { useSecond } from './useSecond.ts';

function SlotChip({ slot, nowUs }: { slot: SensorSlot; nowUs: number }) {
  const status = slot.status.value;
  const label = liveCopy.site[slot.bodySite];
  if (status.state === 'empty') {
    if (!canPickHere()) return null;
    return (
      <span data-testid={`sensor-${slot.id}`} data-state="empty">
        <SensorChip label={label} state="manual" onPress={() => pickSensor(slot)} />
      </span>
    );
  }
  const quietS = status.sinceUs === null ? 0 : Math.max(0, Math.round((nowUs - status.sinceUs) / 1_000_000));
  const press = status.canPick && status.state !== 'live' ? () => pickSensor(slot) : undefined;
  const detail =
    status.state === 'stale'
      ? liveCopy.screen.seconds(quietS)
      : status.state === 'connecting'
        ? liveCopy.start.connecting
        : press !== undefined
          ? liveCopy.screen.pick
          : status.state === 'lost'
            ? liveCopy.screen.reconnecting
            : undefined;
  return (
    <span data-testid={`sensor-${slot.id}`} data-state={status.state}>
      <SensorChip label={label} state={status.state === 'connecting' ? 'stale' : status.state} detail={detail} onPress={press} />
    </span>
  );
}

/** One chip per sensor and one for running TENS. A stale or lost sensor is picked again by a tap on its chip. */
export function SensorChips({ live }: { live: LiveSession }) {
  const nowUs = useSecond();
  const stimulation = live.stimulation.value;
  const simulated = live.slots.some((slot) => slot.status.value.source === 'simulated');
  return (
    <div class="live-chips">
      {live.slots.map((slot) => (
        <SlotChip key={slot.id} slot={slot} nowUs={nowUs} />
      ))}
      {stimulation !== null && (
        <span data-testid="tens-chip">
          <Chip tone="tens">{liveCopy.screen.tens(formatTimer((nowUs - stimulation.startedAt.utcUs) / 1_000_000))}</Chip>
        </span>
      )}
      {simulated && <Chip>{liveCopy.screen.simulated}</Chip>}
    </div>
  );
}
