import { afterEach, describe, expect, it } from 'vitest';
import { CustomImu, customImu } from '#devices/profiles/customImu.ts';
import { ownSensorCopy } from '#web/copy/ownSensor.ts';
import { driversFor } from '#web/live/drivers.ts';
import { bytesOf, EMPTY_FORM, faultsOf, fieldOf, formOf, inputOf, type OwnForm, offsetsOf } from '#web/live/ownSensorForm.ts';
import { gravityCheck, valuesOf } from '#web/live/ownSensorReading.ts';
import { driverOf } from '#web/live/recognise.ts';
import { sensorMemory } from '#web/live/sensorMemory.ts';

const FORM: OwnForm = {
  ...EMPTY_FORM,
  name: 'Knee board',
  namePrefix: 'KneeBoard',
  service: '19B10000-E8F2-537E-4F6C-D104768A1214',
  characteristic: '19b10001-e8f2-537e-4f6c-d104768a1214',
  fields: [
    fieldOf('time'),
    { ...fieldOf('acceleration'), countsPerUnit: 8192 },
    { ...fieldOf('angularRate'), unit: 'deg/s', countsPerUnit: 16.4 },
  ],
};

describe('the form of an own sensor', () => {
  it('tells where each part of a packet lies', () => {
    expect(FORM.fields.map(bytesOf)).toEqual([4, 6, 6]);
    expect(offsetsOf(FORM.fields)).toEqual([0, 4, 10, 16]);
  });

  it('names the field of every fault, and has none when all is well', () => {
    expect([...faultsOf(FORM)]).toEqual([]);
    const faults = (part: Partial<OwnForm>) => [...faultsOf({ ...FORM, ...part }).keys()];
    expect(faults({ service: 'not one' })).toEqual(['service']);
    expect(faults({ rateHz: null })).toEqual(['rateHz']);
    expect(faults({ name: '', namePrefix: ' ' }).sort()).toEqual(['name', 'namePrefix']);
    expect(faults({ fields: [fieldOf('acceleration'), { ...fieldOf('angularRate'), countsPerUnit: 0 }] })).toEqual(['fields.1']);
    expect(faults({ fields: [fieldOf('acceleration'), fieldOf('acceleration')] })).toEqual(['fields.1']);
    expect(faults({ fields: [fieldOf('magneticField')] })).toEqual(['fields']);
  });

  it('refuses what browsers refuse: services and characteristics on the blocklist', () => {
    const { blocked } = ownSensorCopy.fault;
    expect([...faultsOf({ ...FORM, service: '1812' })]).toEqual([['service', blocked]]);
    expect([...faultsOf({ ...FORM, characteristic: '2a25' })]).toEqual([['characteristic', blocked]]);
  });

  it('is the same form again after it was saved', () => {
    const saved = CustomImu.parse(inputOf(FORM));
    expect(CustomImu.parse(inputOf(formOf(saved)))).toEqual(saved);
  });

  it('keeps what fits when the kind of a part changes', () => {
    const floats = { ...fieldOf('acceleration'), type: 'f32', countsPerUnit: 4 } as const;
    expect(fieldOf('angularRate', floats)).toMatchObject({ type: 'f32', unit: 'deg/s', countsPerUnit: 4 });
    expect(fieldOf('time', floats)).toMatchObject({ type: 'u32', unit: 'us' });
  });
});

describe('an own sensor', () => {
  afterEach(() => {
    sensorMemory.value = { devices: [], options: {}, own: [] };
  });

  it('is offered for movement like any other once it is saved, and known by its name', async () => {
    sensorMemory.value = { devices: [], options: {}, own: [CustomImu.parse(inputOf(FORM))] };
    const [own] = driversFor('motion');
    expect(own).toMatchObject({ id: 'customImu', model: 'Knee board' });
    expect(driversFor('heart').map(({ id }) => id)).not.toContain('customImu');
    const port = { name: 'KneeBoard 7' } as Parameters<typeof driverOf>[0];
    expect(await driverOf(port, driversFor('motion'))).toBe(own);
  });

  it('shows what its packets say, and whether it feels gravity', () => {
    const made = customImu(inputOf(FORM));
    if (!made.ok) throw new Error('not valid');
    const [use] = made.definition.characteristics;
    const shown = (acceleration: readonly number[]) => {
      const bytes = new DataView(new ArrayBuffer(16));
      for (const [i, value] of acceleration.entries()) bytes.setInt16(4 + 2 * i, value, true);
      bytes.setInt16(10, 164, true);
      const decoded = use.decode(new Uint8Array(bytes.buffer));
      if (!decoded.ok) throw new Error(decoded.reason);
      const [{ counts, sampleCount }] = decoded.streams;
      const [stream] = made.definition.streams;
      return valuesOf({ stream, counts, sampleCount, hostUs: new Float64Array(1), deviceUs: null, arrivalUs: 0, gapBefore: false });
    };
    const resting = shown([0, 0, 8192]);
    expect(resting.acceleration[2]).toBeCloseTo(9.807, 2);
    expect(resting.angularRate[0]).toBeCloseTo((10 * Math.PI) / 180, 3);
    expect(gravityCheck(resting)?.verdict).toBe('good');
    expect(gravityCheck(shown([0, 836, 0]))?.verdict).toBe('inG');
    expect(gravityCheck(shown([0, 0, 16_384]))?.verdict).toBe('off');
    expect(gravityCheck({ quaternionWxyz: [1, 0, 0, 0] })).toBeNull();
  });
});
