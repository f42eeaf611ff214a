import type { ComponentChildren } from 'preact';
import { liveCopy } from '#web/copy/live.ts';
import { sensorCopy } from '#web/copy/sensors.ts';
import { Button } from '#web/ui/button.tsx';
import { SensorChip } from '#web/ui/chip.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import type { Connection } from './connection.ts';
import { OptionFields } from './OptionFields.tsx';
import { bluetooth, pickSensor, swapSensors } from './picking.ts';
import { chipLook, placeWord } from './sensorWords.ts';
import { alsoFor, type SensorSlot } from './slots.ts';
import { lookAlikes, pairKey, WhichSensor } from './WhichSensor.tsx';

const words = sensorCopy.sheet;

/** Everything about one sensor: what it says about itself, which one it is, its settings, and what else can be done with it. */
export function SensorSheet({ slots, slot, onClose }: { slots: readonly SensorSlot[]; slot: SensorSlot | null; onClose: () => void }) {
  const connection = slot?.connection.value ?? null;
  return (
    <Dialog open={slot !== null && connection !== null} title={slot === null ? '' : words.title(placeWord(slot))} onClose={onClose}>
      {slot !== null && connection !== null && <About slots={slots} slot={slot} connection={connection} onClose={onClose} />}
    </Dialog>
  );
}

interface AboutProps {
  readonly slots: readonly SensorSlot[];
  readonly slot: SensorSlot;
  readonly connection: Connection;
  readonly onClose: () => void;
}

function About({ slots, slot, connection, onClose }: AboutProps) {
  const status = slot.status.value;
  const { definition } = connection;
  const pair = lookAlikes(slots);
  const other = alsoFor(slots, slot);
  const opposite = slots.find((each) => each !== slot && each.need === slot.need && each.connection.value !== null);
  const shared = slots.some((each) => each !== slot && each.connection.value === connection);
  return (
    <div class="stack">
      <p>
        {connection.name} {!connection.name.includes(definition.model) && <span class="muted">{definition.model}</span>}
      </p>
      <ul class="sensor-facts">
        <li>
          <SensorChip label={placeWord(slot)} {...chipLook(status.state)} />
        </li>
        {status.batteryPercent !== null && <li>{words.battery(status.batteryPercent)}</li>}
        {status.state === 'live' && <li>{status.weak ? words.signal.weak : words.signal.good}</li>}
        {status.noContact && <li>{words.noContact}</li>}
        {status.ended.length > 0 && <li>{words.ended}</li>}
        {status.notices.map((notice) => (
          <li key={notice}>{notice}</li>
        ))}
        {status.error !== null && <li>{status.error === 'alreadyWorn' ? null : liveCopy.deviceError[status.error]}</li>}
      </ul>
      {pair?.includes(slot) && <WhichSensor key={pairKey(pair)} slots={slots} pair={pair} />}
      {definition.options.length > 0 && (
        <More title={sensorCopy.settings.title} testId="settings-of">
          <OptionFields
            definition={definition}
            onReconnect={() => {
              onClose();
              void slot.open(connection.source, connection.chosen);
            }}
          />
        </More>
      )}
      {definition.hints.length > 0 && (
        <More title={words.hints}>
          <ul class="stack small">
            {definition.hints.map((hint) => (
              <li key={hint}>{hint}</li>
            ))}
          </ul>
        </More>
      )}
      <div class="row row-fill">
        {other !== undefined && (
          <Button data-testid="use-too" onClick={() => void other.put(connection)}>
            {words.useAt(other.need === 'heart' ? liveCopy.site.chest.toLowerCase() : sensorCopy.site[other.bodySite])}
          </Button>
        )}
        {pair === null && opposite !== undefined && (
          <Button data-testid="swap-places" onClick={() => swapSensors(slots, slot, opposite)}>
            {words.swapWith(sensorCopy.site[opposite.bodySite])}
          </Button>
        )}
        {shared && <Button onClick={() => void slot.put(null)}>{words.stopUse}</Button>}
        <Button
          data-testid="pick-another"
          onClick={() => {
            onClose();
            pickSensor(slots, slot, connection.source === 'phone' && bluetooth.value === 'available' ? 'bluetooth' : connection.source);
          }}
        >
          {words.pickAnother}
        </Button>
      </div>
    </div>
  );
}

function More({ title, testId, children }: { title: string; testId?: string; children: ComponentChildren }) {
  return (
    <details class="sensor-more" data-testid={testId}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
