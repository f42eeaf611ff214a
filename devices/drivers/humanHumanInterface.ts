import { defineDevice } from '#devices/core/define.ts';
import { sigUuid } from '#devices/core/uuid.ts';
import { battery } from '#devices/profiles/battery.ts';
import { numberIn, type StimulatorValue, stimulatorStream, stimulatorUse } from '#devices/profiles/stimulatorValue.ts';

export const HHI_SERVICE = sigUuid(0xbb01);
export const HHI_SET_AMPLITUDE = sigUuid(0xbb03);
export const HHI_FREQUENCY = sigUuid(0xbb04);
export const HHI_PULSE_WIDTH = sigUuid(0xbb05);
export const HHI_AMPLITUDE = sigUuid(0xbb10);
export const HHI_TRIGGER = sigUuid(0xbb12);

/** The knob on the box sets the amplitude: the number is not known. */
const POTENTIOMETER = 0xffff;
const MAX_MA = 50;

/** Amplitude in mA, u16; older firmware sends one byte. */
function amplitude(bytes: Uint8Array): number | null | string {
  if (bytes.length === 2 && (bytes[0] | (bytes[1] << 8)) === POTENTIOMETER) return null;
  return numberIn(bytes, bytes.length === 1 ? 1 : 2, 0, MAX_MA, 'amplitude');
}

function setAmplitude(bytes: Uint8Array): StimulatorValue {
  const mA = amplitude(bytes);
  if (typeof mA === 'string') return mA;
  return { reading: mA === null ? {} : { intensity: mA, intensityUnit: 'mA' } };
}

function presentAmplitude(bytes: Uint8Array): StimulatorValue {
  const mA = amplitude(bytes);
  if (typeof mA === 'string') return mA;
  return mA === null ? { reading: {} } : { reading: { intensity: mA, intensityUnit: 'mA' }, sample: { stream: 'amplitude', count: mA } };
}

function frequency(bytes: Uint8Array): StimulatorValue {
  const frequencyHz = numberIn(bytes, 1, 1, 100, 'frequency');
  return typeof frequencyHz === 'string' ? frequencyHz : { reading: { frequencyHz } };
}

/** Older firmware has one byte here, in a unit that is not known: it is not taken. */
function pulseWidth(bytes: Uint8Array): StimulatorValue {
  const pulseWidthUs = numberIn(bytes, 2, 50, 1000, 'pulse width');
  return typeof pulseWidthUs === 'string' ? pulseWidthUs : { reading: { pulseWidthUs } };
}

function trigger(bytes: Uint8Array): StimulatorValue {
  const active = numberIn(bytes, 1, 0, 1, 'trigger');
  return typeof active === 'string' ? active : { reading: { active: active === 1 }, sample: { stream: 'active', count: active } };
}

/** Backyard Brains Human-Human-Interface: amplitude, frequency, pulse width, and when it stimulates. Read only. */
export const humanHumanInterface = defineDevice({
  id: 'humanHumanInterface',
  vendor: 'Backyard Brains',
  model: 'Human-Human-Interface',
  kind: 'stimulator',
  match: { services: [HHI_SERVICE], namePrefixes: [] },
  status: 'reverseEngineered',
  sources: ['Backyard Brains Human-Human-Interface, Web Bluetooth configurator'],
  capabilities: [
    {
      services: [HHI_SERVICE],
      streams: [stimulatorStream('amplitude', 'mA'), stimulatorStream('active', 'flag')],
      characteristics: [
        stimulatorUse(HHI_SERVICE, HHI_SET_AMPLITUDE, 'read', setAmplitude),
        stimulatorUse(HHI_SERVICE, HHI_FREQUENCY, 'read', frequency),
        stimulatorUse(HHI_SERVICE, HHI_PULSE_WIDTH, 'read', pulseWidth),
        stimulatorUse(HHI_SERVICE, HHI_AMPLITUDE, 'notify', presentAmplitude),
        stimulatorUse(HHI_SERVICE, HHI_TRIGGER, 'notify', trigger),
      ],
    },
    battery(),
  ],
  start: [],
  stop: [],
  hints: ['While its knob sets the amplitude, the box does not tell how strong it is: type what you feel.'],
  safety: { stimulator: true, control: 'none', queries: [] },
});
