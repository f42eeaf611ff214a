import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { cancelChooser } from '#test/helpers/browser.ts';
import type { LabHandle } from './bluez.ts';
import type { Outcome } from './portClient.ts';
import { failed, OK, usePortLab } from './portPage.ts';

/** Links that misbehave, through the real browser: what the sensor says, that it comes back, and that another sensor goes on all the while. */

const WITNESS = 'witness';
/** Long waits of the product run this much faster. */
const HASTE = 10;
const patient = { timeout: 10_000 };

const room = usePortLab();
let witnessed = 0;

const { shank } = generateKneeMotion({ peaksDeg: [60, 70] });
/** Time of a sensor: long waits of the product are hastened, connecting never is. */
const hasten = (key: string): Promise<void> => room.ports.pace(key, HASTE);
const calm = (key: string): Promise<void> => room.ports.pace(key, 1);
/** A motion sensor in range, with its sensor in the page not yet started. */
async function chosen(key: string): Promise<{ dot: Peripheral; handle: LabHandle }> {
  const dot = simulatedDot({ name: 'Movella DOT', address: room.newAddress(), samples: shank, loop: true, clockStartUs: 0 });
  const handle = room.lab.add(dot);
  expect(await room.ports.choose(key, dot, ['movellaDot'])).toMatchObject({ ok: true });
  return { dot, handle };
}
const start = (key: string): Promise<Outcome<null>> => room.ports.start(key, 'movellaDot');
/** So many samples more than now. */
async function hearMore(key: string, count: number) {
  const before = (await room.ports.notes(key)).filter(({ type }) => type === 'samples').length;
  return room.ports.heard(key, 'samples', before + count);
}
async function live(key: string) {
  const made = await chosen(key);
  expect(await start(key)).toEqual(OK);
  await hearMore(key, 20);
  return made;
}

beforeAll(async () => {
  const strap = simulatedHeartRateStrap({ name: 'Strap', address: room.newAddress(), rrIntervalsMs: [750] });
  room.lab.add(strap, { speed: 20 });
  await room.ports.choose(WITNESS, strap, ['heartRateStrap']);
  expect(await room.ports.start(WITNESS, 'heartRateStrap')).toEqual(OK);
  // Whatever else the computer does meanwhile, only a real silence is one.
  await room.ports.pace(WITNESS, 0.1);
});
beforeEach(async () => {
  witnessed = (await room.ports.notes(WITNESS)).length;
});
afterEach(async () => {
  await room.page.waitForFunction(([key, count]) => window.ports.notes(key).length > count, [WITNESS, witnessed] as const);
  expect(await room.ports.life(WITNESS)).toEqual(['connecting', 'live']);
});

describe('a drop', () => {
  test('that ends within 4 s is mended without a tap', async () => {
    const { handle } = await live('brief');
    handle.neverAnswerConnect(true);
    handle.drop();
    await expect.poll(() => handle.waitingConnectCount(), patient).toBe(1);
    handle.neverAnswerConnect(false);
    await room.ports.heard('brief', 'live', 2);
    await hearMore('brief', 30);
    expect(await room.ports.life('brief')).toEqual(['connecting', 'live', 'lost disconnected', 'live']);
  });

  test('that lasts is offered to be picked again, and that works', async () => {
    const { dot, handle } = await live('long');
    handle.neverAnswerConnect(true);
    await hasten('long');
    handle.drop();
    await room.ports.heard('long', 'lost', 2);
    expect(await room.ports.life('long')).toEqual(['connecting', 'live', 'lost disconnected', 'lost connectTimeout!']);
    handle.neverAnswerConnect(false);
    expect(await room.ports.stop('long')).toEqual(OK);
    await room.ports.choose('long again', dot, ['movellaDot']);
    expect(await start('long again')).toEqual(OK);
    await hearMore('long again', 60);
    expect(await room.ports.life('long again')).toEqual(['connecting', 'live']);
  });

  test('picked again before the lost link was answered: the late answer does not take the new link away', async () => {
    const { dot, handle } = await live('early');
    handle.neverAnswerConnect(true);
    await hasten('early');
    handle.drop();
    await room.ports.heard('early', 'lost', 2);
    expect(await room.ports.stop('early')).toEqual(OK);
    await room.ports.choose('early again', dot, ['movellaDot']);
    const started = start('early again');
    await expect.poll(() => handle.waitingConnectCount(), patient).toBeGreaterThanOrEqual(1);
    handle.neverAnswerConnect(false);
    expect(await started).toEqual(OK);
    await hearMore('early again', 60);
    expect(await room.ports.life('early again')).toEqual(['connecting', 'live']);
  });

  test('out of range: every try fails at once, for 4 s; back in range it can be picked', async () => {
    const { dot, handle } = await live('far');
    await hasten('far');
    handle.refuseConnect(true);
    handle.drop();
    await room.ports.heard('far', 'lost', 2);
    const [first, given] = (await room.ports.life('far')).slice(2);
    expect(first).toBe('lost disconnected');
    // The last try may be cut off by the end of the 4 s.
    expect(given).toMatch(/^lost (disconnected|connectTimeout)!$/);
    handle.refuseConnect(false);
    expect(await room.ports.stop('far')).toEqual(OK);
    await room.ports.choose('far again', dot, ['movellaDot']);
    expect(await start('far again')).toEqual(OK);
    await hearMore('far again', 20);
  });
});

describe('silence', () => {
  test('is told after 4 s, and its end as well', async () => {
    const { handle } = await live('quiet');
    await hasten('quiet');
    handle.stall(true);
    await room.ports.heard('quiet', 'stale', 1);
    await calm('quiet');
    handle.stall(false);
    const notes = await hearMore('quiet', 20);
    expect(await room.ports.life('quiet')).toEqual(['connecting', 'live', 'stale', 'live']);
    const back = notes.findIndex(({ type }) => type === 'stale');
    expect(notes.slice(back).find(({ type }) => type === 'samples')?.gapBefore).toBe(true);
  });

  test('picked again while the link stands: the old one is let go, the new one lives', async () => {
    const { dot, handle } = await live('mute');
    await hasten('mute');
    handle.stall(true);
    await room.ports.heard('mute', 'stale', 1);
    await calm('mute');
    await room.ports.choose('mute again', dot, ['movellaDot']);
    handle.stall(false);
    expect(await room.ports.stop('mute')).toEqual(OK);
    expect(await start('mute again')).toEqual(OK);
    await hearMore('mute again', 40);
    expect(await room.ports.life('mute again')).toEqual(['connecting', 'live']);
  });
});

describe('no answer', () => {
  test('to the first connect: our own timeout ends it, and later it connects', async () => {
    const { handle } = await chosen('deaf');
    handle.neverAnswerConnect(true);
    await hasten('deaf');
    expect(await start('deaf')).toEqual(failed('connectTimeout'));
    await calm('deaf');
    expect(await room.ports.life('deaf')).toEqual(['connecting', 'lost connectTimeout!']);
    handle.neverAnswerConnect(false);
    await expect.poll(() => start('deaf'), patient).toEqual(OK);
    await hearMore('deaf', 20);
  });

  test('to the search for services: told as such, and later it connects', async () => {
    const { handle } = await chosen('closed');
    handle.neverResolve(true);
    await hasten('closed');
    expect(await start('closed')).toEqual(failed('discoveryTimeout'));
    await calm('closed');
    expect(await room.ports.life('closed')).toEqual(['connecting', 'lost discoveryTimeout!']);
    await expect.poll(() => handle.isConnected(), patient).toBe(false);
    handle.neverResolve(false);
    await expect.poll(() => start('closed'), patient).toEqual(OK);
    await hearMore('closed', 20);
  });

  test('to the search for services after a drop: offered to be picked again', async () => {
    const { handle } = await live('shut');
    handle.neverResolve(true);
    await hasten('shut');
    handle.drop();
    await room.ports.heard('shut', 'lost', 2);
    await calm('shut');
    expect((await room.ports.life('shut')).slice(2)).toEqual(['lost disconnected', 'lost discoveryTimeout!']);
    handle.neverResolve(false);
    await expect.poll(() => start('shut'), patient).toEqual(OK);
    await hearMore('shut', 20);
  });

  test('to a write: our own timeout ends it, and the link is let go', async () => {
    const { handle } = await chosen('stuck');
    handle.holdWrites(true);
    await hasten('stuck');
    expect(await start('stuck')).toEqual(failed('operationTimeout'));
    await calm('stuck');
    await expect.poll(() => handle.isConnected(), patient).toBe(false);
    handle.holdWrites(false);
    await expect.poll(() => start('stuck'), patient).toEqual(OK);
    await hearMore('stuck', 20);
  });
});

describe('a drop in the middle of a write', () => {
  const writing = (handle: LabHandle) => expect.poll(() => handle.waitingWriteCount(), patient).toBe(1);

  test('of the start: tried again, without a tap', async () => {
    const { handle } = await chosen('writing');
    handle.holdWrites(true);
    const started = start('writing');
    await writing(handle);
    handle.drop();
    handle.holdWrites(false);
    expect(await started).toEqual(OK);
    await hearMore('writing', 20);
    expect(await room.ports.life('writing')).toEqual(['connecting', 'live']);
  });

  test('of a reconnect: tried again within the 4 s', async () => {
    const { handle } = await live('rewriting');
    handle.holdWrites(true);
    handle.drop();
    await writing(handle);
    handle.drop();
    handle.holdWrites(false);
    await room.ports.heard('rewriting', 'live', 2);
    await hearMore('rewriting', 20);
    expect(await room.ports.life('rewriting')).toEqual(['connecting', 'live', 'lost disconnected', 'live']);
  });

  test('of the stop: it is closed all the same', async () => {
    const { handle } = await live('stopping');
    handle.holdWrites(true);
    const stopped = room.ports.stop('stopping');
    await writing(handle);
    handle.drop();
    expect(await stopped).toEqual(OK);
    expect((await room.ports.life('stopping')).at(-1)).toBe('closed');
  });
});

test('a chooser that is closed is no fault: it can be opened again', async () => {
  const dot = simulatedDot({ name: 'Movella DOT', address: room.newAddress(), samples: shank, loop: true, clockStartUs: 0 });
  room.lab.add(dot);
  expect(await room.ports.pick('cancelled', await cancelChooser(room.page), ['movellaDot'])).toEqual(failed('cancelled'));
  await room.ports.choose('cancelled', dot, ['movellaDot']);
  expect(await start('cancelled')).toEqual(OK);
  await hearMore('cancelled', 20);
});
