import { Link } from 'wouter-preact';
import { liveCopy } from '#web/copy/live.ts';
import { sensorCopy } from '#web/copy/sensors.ts';
import { Button } from '#web/ui/button.tsx';
import { SensorChip } from '#web/ui/chip.tsx';
import { bringBack, connectAgain, mayUseSimulated, pickSensor } from './picking.ts';
import { rememberedFor } from './remembered.ts';
import { chipLook, liveRemark, placeWord } from './sensorWords.ts';
import type { SensorSlot } from './slots.ts';

interface RowProps {
  readonly slots: readonly SensorSlot[];
  readonly slot: SensorSlot;
  readonly bluetooth: boolean;
  readonly phone: boolean;
  /** Opens what there is to say about the sensor. */
  readonly onOpen: () => void;
}

const pickText = ({ need, bodySite }: SensorSlot): string => {
  if (need === 'heart') return liveCopy.start.pickHeart;
  return need === 'activity' ? sensorCopy.activity.pick : liveCopy.start.pickMotion(liveCopy.site[bodySite]);
};

/** One place on the start screen: its state, and the ways to give it a sensor. */
export function SensorRow({ slots, slot, bluetooth, phone, onOpen }: RowProps) {
  const status = slot.status.value;
  const place = placeWord(slot);
  const again = bluetooth && status.state !== 'connecting' ? rememberedFor(slots, slot) : null;
  const picked = status.state !== 'empty';
  const lost = status.state === 'lost' && status.canPick && !status.triedAgain;
  const detail = [
    status.name,
    status.batteryPercent !== null && liveCopy.start.battery(status.batteryPercent),
    status.state === 'live' && !liveRemark(status)?.startsWith('battery') && liveRemark(status),
  ].filter(Boolean);
  return (
    <div class="sensor-row">
      <div class="sensor-row-state" data-testid={`sensor-${slot.id}`} data-state={status.state}>
        {picked ? <SensorChip label={place} {...chipLook(status.state)} /> : <span class="chip">{place}</span>}
        <span class="muted small">{picked ? detail.join(' · ') : liveCopy.start.notPicked}</span>
      </div>
      {status.notices.map((notice) => (
        <p key={notice} class="small" role="status">
          {notice}
        </p>
      ))}
      <div class="row">
        {again !== null && (
          <Button data-testid={`again-${slot.id}`} onClick={() => connectAgain(slots, slot, again)}>
            {sensorCopy.again(again.device.name)}
          </Button>
        )}
        {lost && (
          <Button data-testid={`again-${slot.id}`} onClick={() => void bringBack(slots, slot)}>
            {sensorCopy.again(status.name ?? '')}
          </Button>
        )}
        {bluetooth && (
          <Button
            data-testid={`pick-${slot.id}`}
            disabled={!status.canPick && status.state === 'connecting'}
            onClick={() => pickSensor(slots, slot, 'bluetooth')}
          >
            {lost || again !== null ? sensorCopy.sheet.pickAnother : picked ? liveCopy.start.pickAgain : pickText(slot)}
          </Button>
        )}
        {phone && (
          <Button data-testid={`phone-${slot.id}`} onClick={() => pickSensor(slots, slot, 'phone')}>
            {liveCopy.start.phone}
          </Button>
        )}
        {mayUseSimulated() && slot.need !== 'activity' && (
          <Button data-testid={`simulate-${slot.id}`} onClick={() => pickSensor(slots, slot, 'simulated')}>
            {liveCopy.start.simulated}
          </Button>
        )}
        {slot.connection.value !== null && (
          <Button variant="quiet" data-testid={`about-${slot.id}`} onClick={onOpen}>
            {sensorCopy.sheet.details}
          </Button>
        )}
      </div>
      {status.error !== null && (
        <p class="small" role="alert">
          {status.error === 'alreadyWorn' ? alreadyWorn(slots, slot) : liveCopy.deviceError[status.error]}{' '}
          {status.error === 'serviceMissing' && slot.need === 'motion' && (
            <Link href="/session/own-sensor">{sensorCopy.known.describe}</Link>
          )}
        </p>
      )}
    </div>
  );
}

/** Two sensors of one model share a name in the chooser: the one that is worn already was picked once more. */
function alreadyWorn(slots: readonly SensorSlot[], slot: SensorSlot): string {
  const other = slots.find((each) => each !== slot && each.need === slot.need && each.connection.value !== null);
  return sensorCopy.alreadyWorn(other === undefined ? '' : sensorCopy.site[other.bodySite]);
}
