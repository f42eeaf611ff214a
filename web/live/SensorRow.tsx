import { liveCopy } from '#web/copy/live.ts';
import { Button } from '#web/ui/button.tsx';
import { SensorChip } from '#web/ui/chip.tsx';
import { mayUseSimulated, pickSensor } from './picking.ts';
import type { SensorSlot } from './slots.ts';

/** One place on the start screen: its state, and the ways to give it a sensor. */
export function SensorRow({ slot, bluetooth, phone }: { slot: SensorSlot; bluetooth: boolean; phone: boolean }) {
  const status = slot.status.value;
  const site = liveCopy.site[slot.bodySite];
  const picked = status.state !== 'empty';
  const detail = [
    status.name,
    status.state === 'connecting' && liveCopy.start.connecting,
    status.batteryPercent !== null && liveCopy.start.battery(status.batteryPercent),
  ].filter(Boolean);
  return (
    <div class="sensor-row">
      <div class="sensor-row-state" data-testid={`sensor-${slot.id}`} data-state={status.state}>
        {picked ? (
          <SensorChip label={site} state={status.state === 'connecting' ? 'stale' : (status.state as 'live')} />
        ) : (
          <span class="chip">{site}</span>
        )}
        <span class="muted small">{picked ? detail.join(' · ') : liveCopy.start.notPicked}</span>
      </div>
      <div class="row">
        {bluetooth && (
          <Button
            data-testid={`pick-${slot.id}`}
            disabled={!status.canPick && status.state === 'connecting'}
            onClick={() => pickSensor(slot, 'bluetooth')}
          >
            {picked ? liveCopy.start.pickAgain : slot.need === 'heart' ? liveCopy.start.pickHeart : liveCopy.start.pickMotion(site)}
          </Button>
        )}
        {phone && (
          <Button data-testid={`phone-${slot.id}`} onClick={() => pickSensor(slot, 'phone')}>
            {liveCopy.start.phone}
          </Button>
        )}
        {mayUseSimulated() && (
          <Button data-testid={`simulate-${slot.id}`} onClick={() => pickSensor(slot, 'simulated')}>
            {liveCopy.start.simulated}
          </Button>
        )}
      </div>
      {status.error !== null && (
        <p class="small" role="alert">
          {liveCopy.deviceError[status.error]}
        </p>
      )}
    </div>
  );
}
