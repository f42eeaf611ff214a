import { useState } from 'preact/hooks';
import { SensorRow } from './SensorRow.tsx';
import { SensorSheet } from './SensorSheet.tsx';
import type { SensorSlot } from './slots.ts';
import { useLowBattery } from './useLowBattery.ts';
import { lookAlikes, pairKey, WhichSensor } from './WhichSensor.tsx';

/** The places of an exercise, each with the ways to give it a sensor, and which of two that look alike is where. */
export function SensorList({ slots, bluetooth, phone }: { slots: readonly SensorSlot[]; bluetooth: boolean; phone: boolean }) {
  const [open, setOpen] = useState<SensorSlot | null>(null);
  const pair = lookAlikes(slots);
  useLowBattery(slots);
  return (
    <>
      {slots.map((slot) => (
        <SensorRow
          key={slot.id}
          slots={slots}
          slot={slot}
          bluetooth={bluetooth}
          phone={phone && slot.need === 'motion'}
          onOpen={() => setOpen(slot)}
        />
      ))}
      {pair !== null && <WhichSensor key={pairKey(pair)} slots={slots} pair={pair} />}
      <SensorSheet slots={slots} slot={open} onClose={() => setOpen(null)} />
    </>
  );
}
