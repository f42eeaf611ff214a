import { useState } from 'preact/hooks';
import { liveCopy } from '#web/copy/live.ts';
import { formatTimer } from '#web/live/format.ts';
import { Chip, SensorChip } from '#web/ui/chip.tsx';
import type { LiveSession } from './liveSession.ts';
import { bringBack, canPickHere } from './picking.ts';
import type { SlotStatus } from './placeStatus.ts';
import { SensorSheet } from './SensorSheet.tsx';
import { chipLook, liveRemark, placeWord } from './sensorWords.ts';
import type { SensorSlot } from './slots.ts';
import { useLowBattery } from './useLowBattery.ts';
import { useSecond } from './useSecond.ts';

interface SlotChipProps {
  readonly slots: readonly SensorSlot[];
  readonly slot: SensorSlot;
  readonly nowUs: number;
  readonly onOpen: () => void;
}

function SlotChip({ slots, slot, nowUs, onOpen }: SlotChipProps) {
  const status = slot.status.value;
  if (status.state === 'empty' && !canPickHere()) return null;
  // While a known sensor is tried again, its sheet lets another one be picked.
  const busy = status.state === 'lost' || (status.state === 'connecting' && slot.connection.value === null);
  const again = status.canPick && status.state !== 'live';
  // A running session asks for speed only where a sensor was there.
  if (status.state === 'empty' && slot.need === 'activity') return null;
  return (
    <span data-testid={`sensor-${slot.id}`} data-state={status.state}>
      <SensorChip
        label={placeWord(slot)}
        {...chipLook(status.state)}
        detail={detailOf(status, nowUs)}
        onPress={again ? () => void bringBack(slots, slot) : busy ? undefined : onOpen}
      />
    </span>
  );
}

function detailOf(status: SlotStatus, nowUs: number): string | undefined {
  switch (status.state) {
    case 'empty':
    case 'connecting':
      return undefined;
    case 'live':
      return liveRemark(status) ?? undefined;
    case 'stale':
      return liveCopy.screen.seconds(status.sinceUs === null ? 0 : Math.max(0, Math.round((nowUs - status.sinceUs) / 1_000_000)));
    case 'lost':
      return status.canPick ? liveCopy.screen.pick : liveCopy.screen.reconnecting;
  }
}

/**
 * One chip per sensor and one for running TENS. A stale or lost sensor is picked again by a tap on its chip; a live one tells about itself.
 */
export function SensorChips({ live }: { live: LiveSession }) {
  const nowUs = useSecond();
  const [open, setOpen] = useState<SensorSlot | null>(null);
  const stimulation = live.stimulation.value;
  const simulated = live.slots.some((slot) => slot.status.value.source === 'simulated');
  useLowBattery(live.slots);
  return (
    <div class="live-chips">
      {live.slots.map((slot) => (
        <SlotChip key={slot.id} slots={live.slots} slot={slot} nowUs={nowUs} onOpen={() => setOpen(slot)} />
      ))}
      {stimulation !== null && (
        <span data-testid="tens-chip">
          <Chip tone="tens">{liveCopy.screen.tens(formatTimer((nowUs - stimulation.startedAt.utcUs) / 1_000_000))}</Chip>
        </span>
      )}
      {simulated && <Chip>{liveCopy.screen.simulated}</Chip>}
      <SensorSheet slots={live.slots} slot={open} onClose={() => setOpen(null)} />
    </div>
  );
}
