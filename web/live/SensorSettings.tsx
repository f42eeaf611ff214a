import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { sensorCopy } from '#web/copy/sensors.ts';
import { patientId } from '#web/patient/useToday.ts';
import { appDb } from '#web/store/db.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { forget } from './remembered.ts';
import { loadSensorMemory, sensorMemory } from './sensorMemory.ts';
import './live.css';

const words = sensorCopy.known;

/** The sensors that were used on this phone, to be forgotten one by one. */
export function SensorSettings() {
  useEffect(() => {
    void loadSensorMemory(appDb(), patientId());
  }, []);
  const { devices } = sensorMemory.value;
  return (
    <Card title={words.title}>
      <p class="muted small">{devices.length === 0 ? words.empty : words.text}</p>
      {devices.length > 0 && (
        <ul class="known-sensors">
          {devices.map(({ bodySite, deviceId, name, side }) => (
            <li key={deviceId}>
              <span>
                {name} <span class="muted small">{sensorCopy.sideSite(side, bodySite)}</span>
              </span>
              <Button
                small
                onClick={() => {
                  void forget(deviceId);
                  showToast({ text: words.forgotten(name) });
                }}
              >
                {words.forget}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p class="small">
        <Link href="/session/own-sensor">{words.describe}</Link>
      </p>
    </Card>
  );
}
