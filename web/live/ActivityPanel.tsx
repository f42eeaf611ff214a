import { useEffect, useMemo, useState } from 'preact/hooks';
import { hostNowUs } from '#devices/transports/hostClock.ts';
import { sensorCopy } from '#web/copy/sensors.ts';
import { createActivityReading } from './activityReading.ts';
import type { SensorSlot } from './slots.ts';

const words = sensorCopy.activity;
const EVERY_MS = 1000;

/** Speed, cadence and power as numbers: recorded, not judged. */
export function ActivityPanel({ slot }: { slot: SensorSlot }) {
  const connection = slot.connection.value;
  const reading = useMemo(createActivityReading, [connection]);
  const [now, setNow] = useState(() => reading.read(hostNowUs()));
  useEffect(() => {
    const stop = connection?.hear((event) => {
      if (event.type === 'samples') reading.take(event.batch);
    });
    const timer = setInterval(() => setNow(reading.read(hostNowUs())), EVERY_MS);
    return () => {
      stop?.();
      clearInterval(timer);
    };
  }, [connection, reading]);
  if (connection === null) return null;
  const shown = [
    { unit: words.speed, value: now.speedKmPerH?.toFixed(1) },
    { unit: words.cadence, value: now.cadencePerMin?.toFixed(0) },
    { unit: words.power, value: now.powerW?.toFixed(0) },
  ].filter(({ value }) => value !== undefined);
  return (
    <section class="live-heart activity-numbers" aria-label={words.label} data-testid="activity-numbers">
      {shown.map(({ unit, value }) => (
        <span key={unit}>
          <b class="number">{value}</b> <span class="muted small">{unit}</span>
        </span>
      ))}
      {shown.length === 0 && <span class="muted small">{words.none}</span>}
    </section>
  );
}
