import { describe, expect, it } from 'vitest';
import { type Capability, type DeviceDeclaration, defineDevice } from '#devices/core/define.ts';
import { createByteStreamFramer } from '#devices/core/framer.ts';
import type { OptionValues } from '#devices/core/options.ts';
import { openSensor } from '#devices/core/sensor.ts';
import type { Step } from '#devices/core/step.ts';
import type { CharacteristicUse, DecodeResult, DeviceDefinition, Learned, SensorEvent } from '#devices/core/types.ts';
import { sigUuid } from '#devices/core/uuid.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { createSimulatedPort } from '#devices/transports/simulated.ts';
import { hexOf } from './conversation.ts';
import { createManualScheduler } from './manualScheduler.ts';

const service = sigUuid(0xff10);
const control = sigUuid(0xff11);
const data = sigUuid(0xff12);
const settings = sigUuid(0xff13);

/** Answer to a factor question: F0, factor. Data: one byte per sample. */
const decodeControl = (bytes: Uint8Array): DecodeResult => {
  if (bytes[0] === 0xee) return { ok: true, streams: [], notes: [], ended: ['angle', 'other'] };
  return { ok: true, streams: [], notes: [], ...(bytes[0] === 0xf0 && { learned: { angle: bytes[1] } }) };
};
const decodeData = (bytes: Uint8Array, learned: Learned = {}): DecodeResult => {
  if (bytes.length !== 2) return { ok: false, reason: 'two bytes wanted' };
  const counts = Int16Array.of(bytes[1] * (learned.angle ?? 1));
  return { ok: true, streams: [{ stream: 'angle', sampleCount: 1, counts, deviceUs: null }], notes: [] };
};
const listen = (characteristic: string, decode: CharacteristicUse['decode'], more: Partial<CharacteristicUse> = {}): CharacteristicUse => ({
  service,
  characteristic,
  mode: 'notify',
  decode,
  optional: false,
  ...more,
});
const write = (hex: readonly number[], more: Partial<Extract<Step, { type: 'write' }>> = {}): Step => ({
  type: 'write',
  service,
  characteristic: control,
  bytes: Uint8Array.from(hex),
  response: true,
  ...more,
});
const framed = () => createByteStreamFramer((bytes) => (bytes[0] !== 0xa5 ? 'none' : bytes.length < 2 ? 'more' : 2), 2);

function device(start: readonly Step[], more: Partial<DeviceDeclaration> = {}): DeviceDefinition {
  const capability: Capability = {
    services: [service],
    streams: [
      {
        key: 'angle',
        kind: 'imu',
        nominalRateHz: 10,
        clock: 'arrival',
        wrapBits: null,
        groups: [{ name: 'angle', axes: 1, scale: 1, unit: 'deg' }],
        rateOption: 'rate',
      },
    ],
    characteristics: [
      listen(control, decodeControl),
      listen(data, decodeData, { createFramer: framed }),
      {
        ...listen(settings, (bytes) => ({ ok: true, streams: [], notes: [], facts: { batteryPct: bytes[0] } })),
        mode: 'read',
        optional: true,
      },
    ],
  };
  return defineDevice({
    id: 'talker',
    vendor: 'Example',
    model: 'Talker',
    kind: 'imu',
    match: { services: [service], namePrefixes: [] },
    status: 'synthetic',
    sources: ['made up'],
    capabilities: [capability],
    start,
    stop: [write([0x03], { optional: true }), write([0x04])],
    options: [
      { key: 'extra', type: 'switch', label: 'Extra', default: true },
      { key: 'rate', type: 'number', label: 'Rate', unit: 'Hz', min: 10, max: 400, step: 10, choices: [10, 50, 400], default: 10 },
    ],
    safety: { stimulator: false },
    ...more,
  });
}

/** Answers what is written by `reply`, 1 ms later. */
function setUp(definition: DeviceDefinition, reply: (hex: string) => readonly number[] | null, options?: OptionValues) {
  const scheduler = createManualScheduler();
  const written: string[] = [];
  const events: SensorEvent[] = [];
  const peripheral: Peripheral = {
    name: 'Talker',
    address: 'C0:00:00:00:00:09',
    advertisedServices: [service],
    services: [{ uuid: service, characteristics: [control, data, settings].map((uuid) => ({ uuid, properties: [] })) }],
    read: () => Uint8Array.of(66),
    write: (_service, _characteristic, bytes) => {
      written.push(hexOf(bytes));
    },
    packetsBetween: () => [],
  };
  const simulated = createSimulatedPort(peripheral, scheduler);
  const listeners = new Map<string, (bytes: Uint8Array, arrivalUs: number) => void>();
  const send = (characteristic: string, bytes: readonly number[]) =>
    listeners.get(characteristic)?.(Uint8Array.from(bytes), scheduler.nowUs());
  const port: typeof simulated = {
    ...simulated,
    async write(owner, characteristic, bytes, response) {
      await simulated.write(owner, characteristic, bytes, response);
      const answer = reply(hexOf(bytes));
      if (answer !== null) scheduler.schedule(1, () => send(control, answer));
    },
    async subscribe(owner, characteristic, onBytes) {
      await simulated.subscribe(owner, characteristic, onBytes);
      listeners.set(characteristic, onBytes);
    },
  };
  const sensor = openSensor(definition, port, scheduler, (event) => events.push(event), options);
  return { scheduler, port, sensor, written, events, send };
}

const asked = { characteristic: control, match: [0xf0, null, 0x01], timeoutMs: 2_000 } as const;

describe('steps', () => {
  it('goes on only when the answer has come, and waits as told', async () => {
    const definition = device([write([0x01], { answer: asked }), { type: 'wait', ms: 500 }, write([0x02])]);
    const { scheduler, sensor, written, events } = setUp(definition, (hex) => (hex === '01' ? [0xf0, 3, 1] : null));
    const started = sensor.start();
    await scheduler.advance(0);
    expect(written).toEqual(['01']);
    await scheduler.advance(400);
    expect(written).toEqual(['01']);
    await scheduler.advance(200);
    await started;
    expect(written).toEqual(['01', '02']);
    expect(events.map((event) => event.type)).toContain('live');
  });

  it('an answer that does not come ends the connection; another packet is no answer', async () => {
    const { scheduler, sensor } = setUp(device([write([0x01], { answer: asked })]), () => [0xf0, 3, 2]);
    const outcome = sensor.start().catch((error) => error.code);
    await scheduler.advance(2_000);
    expect(await outcome).toBe('operationTimeout');
  });

  it('a refusal is told in the words of the step', async () => {
    const refusal = (bytes: Uint8Array) => (bytes[1] === 9 ? { code: 'smallPackets' as const, message: 'Too narrow.' } : null);
    const { scheduler, sensor } = setUp(device([write([0x01], { answer: { ...asked, refusal } })]), () => [0xf0, 9, 1]);
    const outcome = sensor.start().catch((error) => [error.code, error.message]);
    await scheduler.advance(10);
    expect(await outcome).toEqual(['smallPackets', 'Too narrow.']);
  });

  it('an optional failure is a notice, leaves out what belongs to it, and lets the rest go on', async () => {
    const extra = { option: 'extra', optional: true };
    const definition = device([write([0x01], { answer: asked, ...extra }), write([0x02], extra), write([0x05])]);
    const { scheduler, sensor, written, events } = setUp(definition, () => null);
    const started = sensor.start();
    await scheduler.advance(2_000);
    await started;
    expect(written).toEqual(['01', '05']);
    expect(events).toContainEqual({ type: 'notice', code: 'operationTimeout', message: 'no answer in 2000 ms' });
  });

  it('a link that breaks while an answer is awaited ends the wait at once, and the start is tried again', async () => {
    const { scheduler, port, sensor, written } = setUp(device([write([0x01], { answer: asked, optional: true })]), () => null);
    const outcome = sensor.start().catch((error) => error.code);
    await scheduler.advance(5);
    port.dropNow();
    await scheduler.advance(300);
    expect(written).toEqual(['01', '01']);
    await sensor.stop();
    expect(await outcome).toBe('cancelled');
  });

  it('options choose steps, go into bytes and set the rate; others are refused', async () => {
    const start = [write([0x01], { option: 'extra' }), write([0x02, 0, 0], { put: [{ option: 'rate', at: 1, bytes: 2 }] })];
    const { scheduler, sensor, written, events, send } = setUp(device(start), () => null, { extra: false, rate: 400 });
    await sensor.start();
    expect(written).toEqual(['02 90 01']);
    send(data, [0xa5, 7]);
    await scheduler.settle();
    expect(events).toContainEqual({
      type: 'samples',
      batch: expect.objectContaining({ stream: expect.objectContaining({ nominalRateHz: 400 }) }),
    });
    for (const options of [{ rate: 20 }, { rate: 410 }, { rate: true }, { extra: 1 }, { speed: 3 }] as OptionValues[]) {
      expect(() => setUp(device(start), () => null, options), JSON.stringify(options)).toThrow(RangeError);
    }
  });

  it('tries every stop step, even behind one that fails', async () => {
    const { sensor, written, port } = setUp(device([write([0x01])]), () => null);
    await sensor.start();
    const plain = port.write;
    port.write = async (owner, characteristic, bytes, response) => {
      if (hexOf(bytes) === '03') throw new Error('no');
      return plain(owner, characteristic, bytes, response);
    };
    await sensor.stop();
    expect(written).toEqual(['01', '04']);
  });

  it('shows itself and does what it can be asked, while live only', async () => {
    const more = { identify: [write([0x0a])], actions: [{ key: 'zero', label: 'Zero', steps: [write([0x0b])] }] };
    const { sensor, written } = setUp(device([write([0x01])], more), () => null);
    await expect(sensor.identify!()).rejects.toMatchObject({ code: 'disconnected' });
    await sensor.start();
    expect(await sensor.identify!()).toBe(true);
    await sensor.act!('zero');
    await expect(sensor.act!('one')).rejects.toThrow(RangeError);
    expect(written).toEqual(['01', '0A', '0B']);
    const tapped = setUp(device([write([0x01])]), () => null);
    await tapped.sensor.start();
    expect(await tapped.sensor.identify!()).toBe(false);
    expect(tapped.written).toEqual(['01']);
  });

  it('takes a whole frame of a byte stream for an answer, wherever it was cut', async () => {
    const framedAnswer = { characteristic: data, match: [0xa5, 9], timeoutMs: 500 };
    const { scheduler, sensor, written, send } = setUp(device([write([0x01], { answer: framedAnswer }), write([0x02])]), () => null);
    const started = sensor.start();
    await scheduler.advance(1);
    send(data, [0xa5, 1, 0xa5]);
    await scheduler.advance(1);
    expect(written).toEqual(['01']);
    send(data, [9]);
    await scheduler.advance(1);
    await started;
    expect(written).toEqual(['01', '02']);
  });

  it('asks again and again while the link is up, and no longer', async () => {
    const poll = { everyMs: 1_000, steps: [{ type: 'read' as const, service, characteristic: settings }] };
    const { scheduler, sensor, events, port } = setUp(device([write([0x01])], { poll }), () => null);
    const asks = () => events.filter((event) => event.type === 'battery').length;
    await sensor.start();
    await scheduler.advance(3_500);
    // One of them is the reading of facts that every sensor gets.
    expect(asks()).toBe(5);
    port.dropNow();
    await scheduler.advance(100);
    const before = asks();
    await sensor.stop();
    await scheduler.advance(5_000);
    expect(asks()).toBe(before);
  });
});

describe('what a link keeps', () => {
  const values = (events: readonly SensorEvent[]) => events.flatMap((event) => (event.type === 'samples' ? [...event.batch.counts] : []));

  it('learns a factor from an answer, for this link only; frames may be cut anywhere', async () => {
    const { scheduler, port, sensor, events, send } = setUp(device([]), () => null);
    await sensor.start();
    send(data, [0xa5]);
    send(data, [2, 0xa5, 3]);
    send(control, [0xf0, 10]);
    send(data, [0xa5, 4, 0xa5]);
    port.dropNow();
    await scheduler.advance(1_000);
    send(data, [5, 0xa5, 6]);
    expect(values(events)).toEqual([2, 3, 40, 6]);
    expect(events).toContainEqual({ type: 'undecodable', reason: '1 bytes that belong to no frame' });
  });

  it('says which streams the device has stopped by itself; what follows is behind a gap', async () => {
    const { sensor, events, send } = setUp(device([]), () => null);
    await sensor.start();
    send(data, [0xa5, 1]);
    send(control, [0xee]);
    send(data, [0xa5, 2]);
    expect(events).toContainEqual({ type: 'ended', streams: ['angle'] });
    expect(events.flatMap((event) => (event.type === 'samples' ? [event.batch.gapBefore] : []))).toEqual([false, true]);
  });
});
