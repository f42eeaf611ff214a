import { expect, test } from 'vitest';
import { BATTERY_LEVEL, BATTERY_SERVICE, HEART_RATE_MEASUREMENT, HEART_RATE_SERVICE } from '#devices/core/uuid.ts';
import { DOT_CONTROL, DOT_LONG_PAYLOAD, DOT_MEASUREMENT_SERVICE } from '#devices/profiles/movellaDotUuids.ts';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { type ArmedChooser, cancelChooser } from '#test/helpers/browser.ts';
import { toHex } from './hex.ts';
import type { Outcome } from './portClient.ts';
import { failed, OK, usePortLab } from './portPage.ts';

/** The product's transport (devices/transports/webBluetooth.ts) and sensor against the real browser. */

const room = usePortLab();
const IDS = ['movellaDot', 'heartRateStrap'];

function newDot(clockStartUs = 0): Peripheral {
  const { shank } = generateKneeMotion({ peaksDeg: [60, 70] });
  return simulatedDot({ name: 'Movella DOT', address: room.newAddress(), samples: shank, loop: true, clockStartUs });
}
const pick = (key: string, chooser: ArmedChooser) => room.ports.pick(key, chooser, IDS);
const choose = (key: string, peripheral: Peripheral) => room.ports.choose(key, peripheral, IDS);
function connect(key: string, timeoutMs = 10_000): Promise<Outcome<null>> {
  return room.page.evaluate((args) => window.ports.connect(...args), [key, timeoutMs] as const);
}
function read(key: string, service: string, characteristic: string): Promise<Outcome<string>> {
  return room.page.evaluate((args) => window.ports.read(...args), [key, service, characteristic] as const);
}
function write(key: string, hex: string): Promise<Outcome<null>> {
  const args = [key, DOT_MEASUREMENT_SERVICE, DOT_CONTROL, hex, true] as const;
  return room.page.evaluate((a) => window.ports.write(...a), args);
}
function subscribe(key: string, service: string, characteristic: string): Promise<Outcome<null>> {
  return room.page.evaluate((args) => window.ports.subscribe(...args), [key, service, characteristic] as const);
}
async function received(key: string, atLeast: number): Promise<readonly string[]> {
  await room.page.waitForFunction(([k, n]) => window.ports.received(k).length >= n, [key, atLeast] as const);
  return room.page.evaluate((k) => window.ports.received(k), key);
}
test('port: connect, read, write, subscribe, byte for byte', async () => {
  const dot = newDot();
  room.lab.add(dot);
  expect(await choose('plain', dot)).toMatchObject({ ok: true, value: { name: 'Movella DOT' } });
  expect(await connect('plain')).toEqual(OK);
  expect(await subscribe('plain', DOT_MEASUREMENT_SERVICE, DOT_LONG_PAYLOAD)).toEqual(OK);
  expect(await write('plain', '01011a')).toEqual(OK);
  expect(await read('plain', DOT_MEASUREMENT_SERVICE, DOT_CONTROL)).toEqual({ ok: true, value: '01011a' });

  const heard = await received('plain', 60);
  const played = dot.packetsBetween(0, 60_000_000).map((packet) => toHex(packet.bytes));
  const first = played.indexOf(heard[0]);
  expect(first).toBeGreaterThanOrEqual(0);
  expect(heard).toEqual(played.slice(first, first + heard.length));
});

test('port: subscribing twice does not double the packets', async () => {
  const dot = newDot();
  room.lab.add(dot);
  await choose('twice', dot);
  await connect('twice');
  await write('twice', '01011a');
  for (let i = 0; i < 2; i++) expect(await subscribe('twice', DOT_MEASUREMENT_SERVICE, DOT_LONG_PAYLOAD)).toEqual(OK);
  const heard = await received('twice', 40);
  expect(new Set(heard).size).toBe(heard.length);
});

test('port: errors are closed codes', async () => {
  const dot = newDot();
  room.lab.add(dot);
  expect(await pick('closed', await cancelChooser(room.page))).toEqual(failed('cancelled'));
  await choose('errors', dot);
  expect(await read('errors', DOT_MEASUREMENT_SERVICE, DOT_CONTROL)).toEqual(failed('disconnected'));
  await connect('errors');
  expect(await read('errors', HEART_RATE_SERVICE, HEART_RATE_MEASUREMENT)).toEqual(failed('serviceMissing'));
  expect(await read('errors', DOT_MEASUREMENT_SERVICE, HEART_RATE_MEASUREMENT)).toEqual(failed('serviceMissing'));
});

test('port: a connect without an answer ends with our timeout; a late answer leaves no link, and a later connect works', async () => {
  const dot = newDot();
  const handle = room.lab.add(dot);
  handle.neverAnswerConnect(true);
  await choose('late', dot);
  expect(await connect('late', 500)).toEqual(failed('connectTimeout'));
  handle.neverAnswerConnect(false);
  await expect.poll(() => handle.isConnected(), { timeout: 10_000 }).toBe(false);
  // A connect that meets the end of the old try inside the browser fails with it; the next one is new.
  await expect.poll(() => connect('late'), { timeout: 10_000 }).toEqual(OK);
  expect(await read('late', DOT_MEASUREMENT_SERVICE, DOT_CONTROL)).toMatchObject({ ok: true });
});

test('port: a newer connect may take the late answer of an older one, and keeps the link', async () => {
  const dot = newDot();
  const handle = room.lab.add(dot);
  handle.neverAnswerConnect(true);
  await choose('newer', dot);
  expect(await connect('newer', 300)).toEqual(failed('connectTimeout'));
  const newer = connect('newer');
  await expect.poll(() => handle.waitingConnectCount(), { timeout: 10_000 }).toBeGreaterThanOrEqual(1);
  handle.neverAnswerConnect(false);
  await newer;
  await expect.poll(() => connect('newer'), { timeout: 10_000 }).toEqual(OK);
  expect(await subscribe('newer', DOT_MEASUREMENT_SERVICE, DOT_LONG_PAYLOAD)).toEqual(OK);
  expect(await write('newer', '01011a')).toEqual(OK);
  await received('newer', 20);
});

test('port: a drop is told once; after connecting again everything works anew', async () => {
  const dot = newDot();
  const handle = room.lab.add(dot);
  await choose('drop', dot);
  await connect('drop');
  await write('drop', '01011a');
  await subscribe('drop', DOT_MEASUREMENT_SERVICE, DOT_LONG_PAYLOAD);
  await received('drop', 10);

  handle.drop();
  await room.page.waitForFunction(() => window.ports.disconnections('drop') === 1);
  expect(await write('drop', '01001a')).toEqual(failed('disconnected'));
  const before = (await received('drop', 10)).length;
  expect(await connect('drop')).toEqual(OK);
  expect(await subscribe('drop', DOT_MEASUREMENT_SERVICE, DOT_LONG_PAYLOAD)).toEqual(OK);
  const heard = await received('drop', before + 20);
  expect(new Set(heard).size).toBe(heard.length);
  expect(await room.page.evaluate(() => window.ports.disconnections('drop'))).toBe(1);
});

test('port: our own disconnect ends the link at the device, is told once, and can be followed by a new connect', async () => {
  const dot = newDot();
  const handle = room.lab.add(dot);
  await choose('own', dot);
  await connect('own');
  await write('own', '01011a');
  await subscribe('own', DOT_MEASUREMENT_SERVICE, DOT_LONG_PAYLOAD);
  await received('own', 10);
  for (let i = 0; i < 2; i++) await room.page.evaluate(() => window.ports.disconnect('own'));
  await expect.poll(() => handle.isConnected(), { timeout: 10_000 }).toBe(false);
  expect(await room.page.evaluate(() => window.ports.disconnections('own'))).toBe(1);
  expect(await read('own', DOT_MEASUREMENT_SERVICE, DOT_CONTROL)).toEqual(failed('disconnected'));

  const before = (await received('own', 10)).length;
  expect(await connect('own')).toEqual(OK);
  expect(await subscribe('own', DOT_MEASUREMENT_SERVICE, DOT_LONG_PAYLOAD)).toEqual(OK);
  const heard = await received('own', before + 10);
  expect(new Set(heard).size).toBe(heard.length);
});

test('sensor: a strap gives heart rate, beats and battery', async () => {
  const strap = simulatedHeartRateStrap({ name: 'Strap', address: room.newAddress(), rrIntervalsMs: [750], batteryPct: 55 });
  room.lab.add(strap, { speed: 10 });
  await choose('strap', strap);
  expect(await room.ports.start('strap', 'heartRateStrap')).toEqual(OK);
  const said = await room.ports.heard('strap', 'samples', 20);
  const rates = said.filter((note) => note.stream === 'heartRate').map((note) => note.counts?.[0]);
  expect(said.slice(0, 2).map((note) => note.type)).toEqual(['connecting', 'live']);
  expect(new Set(rates)).toEqual(new Set([80]));
  expect((await room.ports.heard('strap', 'battery', 1)).find((note) => note.type === 'battery')?.percent).toBe(55);
  expect(await read('strap', BATTERY_SERVICE, BATTERY_LEVEL)).toEqual({ ok: true, value: '37' });
});

test('sensor: a drop is lost and live again by itself; time never runs back', async () => {
  const dot = newDot(2 ** 32 - 2_000_000);
  const handle = room.lab.add(dot);
  await choose('sensor', dot);
  expect(await room.ports.start('sensor', 'movellaDot')).toEqual(OK);
  const before = await room.ports.heard('sensor', 'samples', 60);
  handle.drop();
  await room.ports.heard('sensor', 'live', 2);
  const all = await room.ports.heard('sensor', 'samples', before.length + 120);

  const hostUs = all.flatMap((note) => note.hostUs ?? []);
  expect(hostUs.every((us, i) => i === 0 || us > hostUs[i - 1])).toBe(true);
  const life = all.filter((note) => ['connecting', 'live', 'lost'].includes(note.type)).map((note) => note.type);
  expect(life).toEqual(['connecting', 'live', 'lost', 'live']);
  expect(all.some((note) => note.type === 'undecodable')).toBe(false);
  expect(all.filter((note) => note.gapBefore).length).toBeGreaterThanOrEqual(1);
  expect(await room.ports.stop('sensor')).toEqual(OK);
  await expect.poll(() => handle.isConnected(), { timeout: 10_000 }).toBe(false);
  expect(toHex(dot.read(DOT_MEASUREMENT_SERVICE, DOT_CONTROL))).toBe('01001a');
});
