import { describe, expect, it } from 'vitest';
import { type DeviceFillable, fillFromDevice } from '#shared/stimulation/reading.ts';

const empty: DeviceFillable = { frequencyHz: null, pulseWidthUs: null, intensity: null, intensityUnit: null, plannedMinutes: null };

describe('filling the log from a device', () => {
  it('fills what is empty', () => {
    const reading = { frequencyHz: 80, pulseWidthUs: 200, intensity: 12, intensityUnit: 'mA', plannedMinutes: 30 } as const;
    expect(fillFromDevice(empty, reading)).toEqual(reading);
  });

  it('never replaces what a person typed, and never mixes units', () => {
    const typed = { ...empty, frequencyHz: 100, intensity: 4, intensityUnit: 'level' } as const;
    expect(fillFromDevice(typed, { frequencyHz: 80, intensity: 12, intensityUnit: 'mA' })).toEqual(typed);
  });

  it('leaves out what the log would refuse', () => {
    expect(fillFromDevice(empty, { frequencyHz: 0, pulseWidthUs: 5, intensity: 900, intensityUnit: 'mA', plannedMinutes: 0 })).toEqual(
      empty,
    );
    expect(fillFromDevice(empty, { intensity: 5 })).toEqual(empty);
    expect(fillFromDevice(empty, {})).toEqual(empty);
  });
});
