import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BATTERY_LEVEL, BATTERY_SERVICE, HEART_RATE_MEASUREMENT, HEART_RATE_SERVICE } from '#devices/core/uuid.ts';
import { DOT_CONTROL, DOT_LONG_PAYLOAD, DOT_MEASUREMENT_SERVICE } from '#devices/profiles/movellaDotUuids.ts';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import type { DuePacket, Peripheral } from '#devices/simulation/peripheral.ts';
import { type ArmedChooser, cancelChooser, chooseDevice } from '#test/helpers/browser.ts';
import type { Lab } from './bluez.ts';
import { COUNTER_CONTROL, COUNTER_SERVICE, COUNTER_VALUE, counterPacket, counterPeripheral } from './counterPeripheral.ts';
import { fromHex, toHex } from './hex.ts';
import { type LabBrowser, openLabBrowser } from './labBrowser.ts';

let opened: LabBrowser;
let lab: Lab;
let page: Page;

beforeAll(async () => {
  opened = await openLabBrowser('./pageClient.ts');
  ({ lab, page } = opened);
});
afterAll(() => opened?.close());

function counterOf(rateHz: number, byteLength = 20) {
  return counterPeripheral({ name: 'Counter', address: opened.newAddress(), rateHz, byteLength });
}
const COUNTER: RequestDeviceOptions = { filters: [{ services: [COUNTER_SERVICE] }] };

/** Clicks and answers the chooser; gives the name of the device or of the error. */
async function pick(key: string, options: RequestDeviceOptions, chooser: ArmedChooser): Promise<string> {
  await page.evaluate(([k, o]) => window.lab.arm(k, o), [key, options] as const);
  await page.click('button');
  await chooser.done;
  return page.evaluate(() => window.lab.picked());
}
async function choose(key: string, options: RequestDeviceOptions, peripheral: Peripheral): Promise<string> {
  return pick(key, options, await chooseDevice(page, peripheral.address));
}
function connect(key: string): Promise<string> {
  return page.evaluate((k) => window.lab.connect(k), key);
}
function subscribe(key: string, service: string, characteristic: string): Promise<string> {
  return page.evaluate((args) => window.lab.subscribe(...args), [key, service, characteristic] as const);
}
/** Waits until the page has at least so many notifications, then gives all of them. */
async function received(key: string, atLeast: number): Promise<readonly string[]> {
  await page.waitForFunction(([k, n]) => window.lab.received(k).length >= n, [key, atLeast] as const, { timeout: 60_000 });
  return page.evaluate((k) => window.lab.received(k), key);
}
function hexOf(packets: readonly DuePacket[]): string[] {
  return packets.map((packet) => toHex(packet.bytes));
}
function counterOfHex(hex: string): number {
  return new DataView(fromHex(hex).buffer).getUint32(0, true);
}

test('a heart-rate strap is found, connected and heard, byte for byte and in order', async () => {
  const make = () =>
    simulatedHeartRateStrap({ name: 'Strap', address, rrIntervalsMs: [812, 790, 845, 901, 777, 1003, 655], batteryPct: 64 });
  const address = opened.newAddress();
  const strap = make();
  lab.add(strap, { speed: 20 });

  expect(await choose('strap', { filters: [{ services: [HEART_RATE_SERVICE] }], optionalServices: [BATTERY_SERVICE] }, strap)).toBe(
    'Strap',
  );
  expect(await connect('strap')).toBe('connected');
  expect(await subscribe('strap', HEART_RATE_SERVICE, HEART_RATE_MEASUREMENT)).toBe('subscribed');
  const heard = await received('strap', 20);

  const played = hexOf(make().packetsBetween(0, 3_600_000_000));
  const firstIndex = played.findIndex((_, i) => heard.every((hex, j) => played[i + j] === hex));
  expect(heard.length).toBeGreaterThanOrEqual(20);
  expect(firstIndex).toBeGreaterThanOrEqual(0);
  expect(await page.evaluate((args) => window.lab.read('strap', ...args), [BATTERY_SERVICE, BATTERY_LEVEL] as const)).toBe('40');
});

test('two sensors of one name are told apart by address and start on a write', async () => {
  const motion = generateKneeMotion({ peaksDeg: [60, 70] });
  const make = (samples: typeof motion.thigh, clockStartUs: number) =>
    simulatedDot({ name: 'Movella DOT', address: opened.newAddress(), samples, loop: true, clockStartUs });
  const thigh = make(motion.thigh, 1_000_000_000);
  const shank = make(motion.shank, 4_000_000_000);
  lab.add(thigh);
  lab.add(shank);
  const options: RequestDeviceOptions = { filters: [{ namePrefix: 'Movella' }], optionalServices: [DOT_MEASUREMENT_SERVICE] };

  for (const [key, dot] of [
    ['shank', shank],
    ['thigh', thigh],
  ] as const) {
    expect(await choose(key, options, dot)).toBe('Movella DOT');
    expect(await connect(key)).toBe('connected');
    expect(await subscribe(key, DOT_MEASUREMENT_SERVICE, DOT_LONG_PAYLOAD)).toBe('subscribed');
    const write = [key, DOT_MEASUREMENT_SERVICE, DOT_CONTROL, '01011a', true] as const;
    expect(await page.evaluate((args) => window.lab.write(...args), write)).toBe('written');
  }
  for (const [key, dot, clockStartUs] of [
    ['thigh', thigh, 1_000_000_000],
    ['shank', shank, 4_000_000_000],
  ] as const) {
    const heard = await received(key, 60);
    const played = hexOf(dot.packetsBetween(0, 60_000_000));
    const firstIndex = played.indexOf(heard[0]);
    expect(firstIndex).toBeGreaterThanOrEqual(0);
    expect(heard).toEqual(played.slice(firstIndex, firstIndex + heard.length));
    expect(counterOfHex(heard[0])).toBeGreaterThanOrEqual(clockStartUs);
  }
});

test('what is written reaches the peripheral and can be read back', async () => {
  const counter = counterOf(1);
  lab.add(counter);
  await choose('written', COUNTER, counter);
  await connect('written');
  const write = (hex: string, response: boolean) =>
    page.evaluate((args) => window.lab.write(...args), ['written', COUNTER_SERVICE, COUNTER_CONTROL, hex, response] as const);

  expect(await write('00ff10', true)).toBe('written');
  expect(await write('c0ffee', false)).toBe('written');
  const readBack = await page.evaluate((args) => window.lab.read('written', ...args), [COUNTER_SERVICE, COUNTER_CONTROL] as const);

  expect(readBack).toBe('c0ffee');
  expect(counter.written.map((bytes) => toHex(bytes))).toEqual(['00ff10', 'c0ffee']);
});

test('a peripheral that refuses a write is heard as an error', async () => {
  const strap = simulatedHeartRateStrap({ name: 'Strap', address: opened.newAddress(), rrIntervalsMs: [800] });
  const refusing: Peripheral = {
    ...strap,
    services: [{ uuid: HEART_RATE_SERVICE, characteristics: [{ uuid: HEART_RATE_MEASUREMENT, properties: ['read', 'write', 'notify'] }] }],
  };
  lab.add(refusing);
  await choose('refusing', { filters: [{ services: [HEART_RATE_SERVICE] }] }, refusing);
  await connect('refusing');
  const ids = ['refusing', HEART_RATE_SERVICE, HEART_RATE_MEASUREMENT] as const;
  expect(await page.evaluate((args) => window.lab.write(args[0], args[1], args[2], '01', true), ids)).toBe('NotSupportedError');
  expect(await page.evaluate((args) => window.lab.read(...args), ids)).toBe('NotSupportedError');
});

test('after a drop the page is told, reconnects, and hears a clock that went on', async () => {
  const counter = counterOf(100);
  const handle = lab.add(counter);
  await choose('dropped', COUNTER, counter);
  await connect('dropped');
  await subscribe('dropped', COUNTER_SERVICE, COUNTER_VALUE);
  await received('dropped', 20);

  handle.drop();
  await page.waitForFunction(() => window.lab.disconnections('dropped') === 1);
  const before = (await received('dropped', 20)).map(counterOfHex);
  expect(handle.isConnected()).toBe(false);
  expect(await page.evaluate((args) => window.lab.read('dropped', ...args), [COUNTER_SERVICE, COUNTER_CONTROL] as const)).toBe(
    'NetworkError',
  );
  expect(await connect('dropped')).toBe('connected');
  expect(await subscribe('dropped', COUNTER_SERVICE, COUNTER_VALUE)).toBe('subscribed');
  const after = (await received('dropped', before.length + 20)).map(counterOfHex).slice(before.length);

  for (const part of [before, after]) expect(part).toEqual(part.map((_, i) => part[0] + i));
  expect(after[0]).toBeGreaterThan(before[before.length - 1] + 1);
  expect(await page.evaluate(() => window.lab.disconnections('dropped'))).toBe(1);
});

test('a device that dropped can be chosen again', async () => {
  const counter = counterOf(100);
  const handle = lab.add(counter);
  await choose('again', COUNTER, counter);
  await connect('again');
  handle.drop();
  await page.waitForFunction(() => window.lab.disconnections('again') === 1);
  expect(await choose('again', COUNTER, counter)).toBe('Counter');
  expect(await connect('again')).toBe('connected');
  await subscribe('again', COUNTER_SERVICE, COUNTER_VALUE);
  expect((await received('again', 10)).length).toBeGreaterThanOrEqual(10);
});

test('a stall is silent while the link stands', async () => {
  const counter = counterOf(100);
  const handle = lab.add(counter);
  await choose('stalled', COUNTER, counter);
  await connect('stalled');
  await subscribe('stalled', COUNTER_SERVICE, COUNTER_VALUE);
  await received('stalled', 10);

  handle.stall(true);
  const sentBefore = handle.sentCount();
  const heard = (await received('stalled', sentBefore)).length;
  expect(await page.evaluate((args) => window.lab.write(...args), ['stalled', COUNTER_SERVICE, COUNTER_CONTROL, '01', true] as const)).toBe(
    'written',
  );
  expect(handle.isConnected()).toBe(true);
  handle.stall(false);
  const numbers = (await received('stalled', heard + 10)).map(counterOfHex);
  expect(heard).toBe(sentBefore);
  expect(numbers[heard]).toBeGreaterThan(numbers[heard - 1]);
});

test('a connect without an answer stays open until it is answered, so the page must stop waiting by itself', async () => {
  const counter = counterOf(10);
  const handle = lab.add(counter);
  handle.neverAnswerConnect(true);
  await choose('silent', COUNTER, counter);
  expect(await page.evaluate(() => window.lab.connectWithin('silent', 700))).toBe('timeout');
  expect(handle.isConnected()).toBe(false);
  expect(await page.evaluate(() => window.lab.disconnections('silent'))).toBe(0);

  handle.neverAnswerConnect(false);
  await page.waitForFunction(() => window.lab.isConnected('silent'));
  expect(await subscribe('silent', COUNTER_SERVICE, COUNTER_VALUE)).toBe('subscribed');
});

test('a closed chooser is a NotFoundError', async () => {
  const counter = counterOf(10);
  lab.add(counter);
  expect(await pick('cancelled', COUNTER, await cancelChooser(page))).toBe('NotFoundError');
});

test('a removed device is gone: its link ends', async () => {
  const counter = counterOf(10);
  const handle = lab.add(counter);
  await choose('removed', COUNTER, counter);
  await connect('removed');
  handle.remove();
  await page.waitForFunction(() => window.lab.disconnections('removed') === 1);
  expect(await connect('removed')).toBe('NetworkError');
});

test('a thousand notifications per second arrive whole and in order', async () => {
  const counter = counterOf(1000, 44);
  lab.add(counter);
  await choose('fast', COUNTER, counter);
  await connect('fast');
  await subscribe('fast', COUNTER_SERVICE, COUNTER_VALUE);
  const heard = await received('fast', 3000);
  const first = counterOfHex(heard[0]);
  expect(heard).toEqual(heard.map((_, i) => toHex(counterPacket(first + i, 44))));
});
