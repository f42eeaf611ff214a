import type { OpenEmsCommand } from '#shared/stimulation/openEmsStim.ts';
import { type DeviceFillable, fillFromDevice, type StimulationReading } from '#shared/stimulation/reading.ts';
import { tensCopy } from '#web/copy/tens.ts';

/** Which fields of the form the patient has changed by hand: these stay, whatever the device says. */
export type Typed = ReadonlySet<keyof DeviceFillable>;

/** The form as it is filled from a device: the device's number where it says one and nobody typed another, else what was there. */
export function filledFrom(form: DeviceFillable, typed: Typed, reading: StimulationReading): DeviceFillable {
  const keep = <K extends keyof DeviceFillable>(key: K): DeviceFillable[K] | null => (typed.has(key) ? form[key] : null);
  const asked = fillFromDevice(
    {
      frequencyHz: keep('frequencyHz'),
      pulseWidthUs: keep('pulseWidthUs'),
      intensity: keep('intensity'),
      intensityUnit: keep('intensityUnit'),
      plannedMinutes: keep('plannedMinutes'),
    },
    reading,
  );
  return {
    frequencyHz: asked.frequencyHz ?? form.frequencyHz,
    pulseWidthUs: asked.pulseWidthUs ?? form.pulseWidthUs,
    intensity: asked.intensity ?? form.intensity,
    intensityUnit: asked.intensity === null ? form.intensityUnit : asked.intensityUnit,
    plannedMinutes: asked.plannedMinutes ?? form.plannedMinutes,
  };
}

/** "80 Hz, 200 µs, 12 mA": what the device said, in the log's units; what it did not say is left out. */
export function readingText({ active, frequencyHz, intensity, intensityUnit, plannedMinutes, pulseWidthUs }: StimulationReading): string {
  const { said } = tensCopy.device;
  const parts = [
    typeof frequencyHz === 'number' && said.hz(frequencyHz),
    typeof pulseWidthUs === 'number' && said.us(pulseWidthUs),
    typeof intensity === 'number' && intensityUnit && said.intensity(intensity, intensityUnit),
    typeof plannedMinutes === 'number' && said.minutes(plannedMinutes),
    active !== undefined && (active ? said.on : said.off),
  ];
  return parts.filter(Boolean).join(', ');
}

/** What the device said stays in the record beside what the patient entered; empty without any. */
export function deviceNote(read: { readonly device: string; readonly reading: StimulationReading } | null, command: string | null): string {
  const lines = [
    read !== null && tensCopy.device.note(read.device, readingText(read.reading)),
    command !== null && `openEMSstim: ${command}`,
  ];
  return lines.filter(Boolean).join('\n');
}

export function commandText({ channel, durationMs, intensityPct }: OpenEmsCommand): string {
  return tensCopy.device.command(channel + 1, intensityPct, durationMs / 1000);
}
