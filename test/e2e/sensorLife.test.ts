import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOT_DEVICE_CONTROL } from '#devices/profiles/movellaDotUuids.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import type { MotionSample } from '#devices/simulation/motionSample.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { simulatedStimulator } from '#devices/simulation/stimulator.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { addVirtualAuthenticator, LAPTOP, launchBrowser, PHONE } from '#test/helpers/browser.ts';
import { type Lab, type LabHandle, startLab } from '#test/lab/bluez.ts';
import { common } from '#web/copy/common.ts';
import { liveCopy } from '#web/copy/live.ts';
import { ownSensorCopy } from '#web/copy/ownSensor.ts';
import { sensorCopy } from '#web/copy/sensors.ts';
import { tensCopy } from '#web/copy/tens.ts';
import { SWAPPED } from '#web/store/sensorReason.ts';
import { acceptInvitation, invitePatient, setUpClinic, writeKneePlan } from './people.ts';
import { localRecord, readTable } from './phone.ts';
import { lookAs, nothingSeen, type Seen, VARIANTS } from './screensLook.ts';
import { pick, SHANK, THIGH } from './sensors.ts';
import { type ServerProcess, startServerProcess } from './serverProcess.ts';

const PT = { name: 'Tomas Berg', email: 'pt@example.org' };
const PATIENT = { name: 'Mara Stein', email: 'mara@example.org' };

/** A DOT like any other, whose light and rate the test can see. */
function dot(lab: Lab, address: string, samples: readonly MotionSample[]) {
  const inner = simulatedDot({ name: 'Movella DOT', address, samples, loop: true, clockStartUs: 0, batteryPct: 12 });
  const seen = { blinks: 0, rateHz: 0 };
  const handle: LabHandle = lab.add({
    ...inner,
    write(service, characteristic, bytes) {
      inner.write(service, characteristic, bytes);
      if (characteristic !== DOT_DEVICE_CONTROL) return;
      if (bytes[0] === 0x01) seen.blinks++;
      if (bytes[0] === 0x10) seen.rateHz = bytes[24];
    },
  });
  return { seen, handle };
}

const BOX = 'C0:00:00:00:00:09';
const BOARD = 'C0:00:00:00:00:0A';
const BOARD_SERVICE = '19b10000-e8f2-537e-4f6c-d104768a1214';
const BOARD_VALUES = '19b10001-e8f2-537e-4f6c-d104768a1214';

/** A board somebody has programmed: six floats, 50 times a second, in g and deg/s, lying still. */
function boardOf(address: string): Peripheral {
  const values = new DataView(new ArrayBuffer(24));
  for (const [i, value] of [0.1, -0.2, 0.97, 0.5, 0.2, 0.1].entries()) values.setFloat32(4 * i, value, true);
  const bytes = new Uint8Array(values.buffer);
  return {
    name: 'KneeBoard 1',
    address,
    advertisedServices: [BOARD_SERVICE],
    services: [{ uuid: BOARD_SERVICE, characteristics: [{ uuid: BOARD_VALUES, properties: ['notify'] }] }],
    read: () => bytes,
    write: () => undefined,
    packetsBetween: (fromUs, toUs) =>
      Array.from({ length: Math.floor(toUs / 20_000) - Math.floor(fromUs / 20_000) }, (_, i) => ({
        dueUs: (Math.floor(fromUs / 20_000) + 1 + i) * 20_000,
        service: BOARD_SERVICE,
        characteristic: BOARD_VALUES,
        bytes: bytes.slice(),
      })),
  };
}

describe('the life of sensors in the real browser', () => {
  const looks: Seen = nothingSeen();
  let server: ServerProcess;
  let lab: Lab;
  let browser: Browser;
  let context: BrowserContext;
  let phone: Page;
  let startUrl: string;
  let thigh: ReturnType<typeof dot>;
  let shank: ReturnType<typeof dot>;

  beforeAll(async () => {
    [server, lab] = await Promise.all([startServerProcess(), startLab()]);
    browser = await launchBrowser({ busAddress: lab.busAddress });
    const laptop = await browser.newContext(LAPTOP);
    const pt = await laptop.newPage();
    await addVirtualAuthenticator(pt);
    await setUpClinic(pt, server.setupLink as string, 'Lake clinic', PT);
    const invitation = await invitePatient(pt, PATIENT.name, 'knee pain');
    await pt.reload();
    await writeKneePlan(pt, PATIENT.name, { ceilingBpm: 170, band: [70, 160], minutes: 20 });
    await laptop.close();
    context = await browser.newContext({
      ...PHONE,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    phone = await context.newPage();
    await acceptInvitation(phone, invitation, PATIENT);
    const motion = generateKneeMotion({ peaksDeg: [84, 88, 91], leadS: 2, pauseS: 1 });
    thigh = dot(lab, THIGH, motion.thigh);
    shank = dot(lab, SHANK, motion.shank);
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all([lab?.stop(), server?.close()]);
  });

  const live = (site: string) => phone.locator(`[data-testid="sensor-${site}"][data-state="live"]`).waitFor();
  const which = (answer: string) => phone.locator(`[data-testid="which"][data-answer="${answer}"]`).waitFor();
  /** As a light phone; screens.test.ts looks at most of them in every size and scheme. */
  async function look(name: string): Promise<void> {
    await phone.locator('.toast').waitFor({ state: 'hidden' });
    await lookAs(VARIANTS[0], looks)(phone, name, { touch: true });
    expect(looks.problems.splice(0)).toEqual([]);
  }

  it('refuses the one that is worn already, and asks which is which once both are there', async () => {
    await phone.getByRole('link', { name: 'Start session' }).click();
    await phone.getByTestId('start-session').waitFor();
    startUrl = phone.url();
    // The wrong way round: nobody can tell them apart in the chooser.
    await pick(phone, 'pick-thigh', SHANK);
    await live('thigh');
    await pick(phone, 'pick-shank', SHANK);
    await phone.getByText(sensorCopy.alreadyWorn('thigh')).waitFor();
    await pick(phone, 'pick-shank', THIGH);
    await live('shank');
    await which('asked');
    await phone
      .getByText(sensorCopy.batteryLow('Thigh', 12))
      .or(phone.getByText(sensorCopy.batteryLow('Shin', 12)))
      .waitFor();
    await phone.getByRole('button', { name: common.close }).click();
    await look('start-which');
  });

  it('lets the one called thigh blink, and swaps them when it is the wrong one', async () => {
    await phone.getByTestId('blink').click();
    await phone.getByTestId('which-no').waitFor();
    expect([thigh.seen.blinks, shank.seen.blinks]).toEqual([0, 1]);
    await phone.getByTestId('which-no').click();
    await which('swapped');
    await phone.getByTestId('which-again').click();
    await phone.getByTestId('blink').click();
    await phone.getByTestId('which-yes').click();
    await which('right');
    expect([thigh.seen.blinks, shank.seen.blinks]).toEqual([1, 1]);
    await look('start-told-apart');
  });

  it('takes a setting of the model at the next connection', async () => {
    await phone.getByTestId('about-thigh').click();
    const sheet = phone.getByRole('dialog');
    await sheet.getByText(sensorCopy.settings.title).click();
    await sheet.getByLabel('Samples per second').selectOption('30');
    await look('sensor-sheet');
    expect(thigh.seen.rateHz).toBe(60);
    await sheet.getByTestId('reconnect').click();
    await expect.poll(() => thigh.seen.rateHz).toBe(30);
    await live('thigh');
    expect(shank.seen.rateHz).toBe(60);
  });

  it('goes on through a drop, takes the sensor back with one tap, and is swapped back on the way', async () => {
    await phone.getByTestId('start-session').click();
    await phone.getByTestId('gate-none').click();
    await phone.getByTestId('skip-still').click();
    await phone.getByTestId('light').waitFor();
    thigh.handle.neverAnswerConnect(true);
    thigh.handle.drop();
    const lost = phone.locator('[data-testid="sensor-thigh"][data-state="lost"] button', { hasText: liveCopy.screen.pick });
    await lost.waitFor({ timeout: 15_000 });
    await look('live-lost');
    await expect.poll(() => thigh.handle.waitingConnectCount()).toBe(0);
    thigh.handle.neverAnswerConnect(false);
    // The browser still knows it: no chooser comes, or it would stay open.
    await lost.click();
    await live('thigh');
    await phone.getByTestId('sensor-shank').getByRole('button').click();
    await phone.getByRole('dialog').getByTestId('which').waitFor();
    await look('live-sensor-sheet');
    await phone.getByRole('dialog').getByTestId('swap').click();
    await which('swapped');
    // Nothing is really on the other leg: what was meant to be is put right again.
    await phone.getByRole('dialog').getByTestId('swap').click();
    await phone.keyboard.press('Escape');
    await phone.getByTestId('finish').click();
    await phone.getByTestId('confirm-finish').click();
    await phone.getByTestId('pain-3').click();
    await phone.getByTestId('rpe-4').click();
    await phone.getByTestId('kept').waitFor();

    const { sessionId, summary } = await localRecord(phone);
    const [{ session }] = await readTable<{ session: { streams: Stream[] } }>(phone, 'sessions');
    expect(session.streams.map(({ bodySite, nominalRateHz }) => `${bodySite} ${nominalRateHz}`).sort()).toEqual(
      // Before the drop, after it, swapped, and back.
      ['shank 30', 'shank 60', 'shank 60', 'thigh 30', 'thigh 30', 'thigh 30', 'thigh 60'],
    );
    expect(summary.gaps.some((gap) => gap.toUs - gap.fromUs > 3_000_000)).toBe(true);
    const events = await readTable<{ sessionId: string; event: { type: string; state?: string; reason?: string } }>(phone, 'events');
    const swaps = events.filter((row) => row.sessionId === sessionId && row.event.reason === SWAPPED);
    expect(swaps.map(({ event }) => event.state).sort()).toEqual(['live', 'live', 'live', 'live', 'lost', 'lost', 'lost', 'lost']);
  });

  it('connects them again at the next session without a chooser, each at its place', async () => {
    await phone.goto(startUrl);
    const rates = [thigh.seen.rateHz, shank.seen.rateHz];
    thigh.seen.rateHz = 0;
    await phone.getByTestId('again-thigh').click();
    await live('thigh');
    await phone.getByTestId('again-shank').click();
    await live('shank');
    await which('asBefore');
    expect([thigh.seen.rateHz, shank.seen.rateHz]).toEqual([30, 30]);
    expect(rates).toEqual([30, 60]);
  });

  it('forgets a sensor in the settings', async () => {
    await phone.goto(`${server.origin}/settings`);
    const forget = phone.getByRole('button', { name: sensorCopy.known.forget });
    await expect.poll(() => forget.count()).toBe(2);
    await look('settings-sensors');
    await forget.first().click();
    await expect.poll(() => forget.count()).toBe(1);
    const left = () => phone.evaluate(async () => (await navigator.bluetooth.getDevices()).length);
    await expect.poll(left).toBe(1);
  });

  it('takes a sensor of one’s own once its numbers are right: lying still it feels gravity', async () => {
    const words = ownSensorCopy;
    lab.add(boardOf(BOARD));
    await phone.goto(`${server.origin}/session/own-sensor`);
    await phone.getByTestId('own-save').click();
    await phone.getByText(words.fault.namePrefix).waitFor();
    await look('own-sensor-faults');
    await phone.getByLabel(words.name, { exact: true }).fill('Knee board');
    await phone.getByLabel(words.namePrefix).fill('KneeBoard');
    await phone.getByLabel(words.service).fill(BOARD_SERVICE);
    await phone.getByLabel(words.characteristic).fill(BOARD_VALUES);
    for (const type of await phone.getByLabel(words.type, { exact: true }).all()) await type.selectOption('f32');
    const unit = phone.getByLabel(words.unit, { exact: true }).first();
    for (const [chosen, verdict] of [
      ['m/s2', 'inG'],
      ['g', 'good'],
    ]) {
      await unit.selectOption(chosen);
      await pick(phone, 'own-try', BOARD);
      await phone.locator(`[data-testid="own-gravity"][data-verdict="${verdict}"]`).waitFor();
    }
    await look('own-sensor');
    await phone.getByTestId('own-save').click();
    await phone.getByText(words.kept('Knee board')).waitFor();
    await phone.goto(startUrl);
    await pick(phone, 'pick-thigh', BOARD);
    await live('thigh');
  });

  it('reads the numbers of a stimulator and writes nothing to it; what the patient typed stays', async () => {
    const written: string[] = [];
    const box = simulatedStimulator({
      name: 'HHI',
      address: BOX,
      frequencyHz: 90,
      pulseWidthUs: 210,
      phases: [{ atS: 0, amplitudeMa: 12 }],
    });
    lab.add({ ...box, write: (_service, characteristic) => void written.push(characteristic) });
    await phone.goto(`${server.origin}/tens`);
    await phone.getByRole('button', { name: tensCopy.start }).click();
    for (const answer of await phone.getByRole('radio', { name: tensCopy.no }).all()) await answer.check();
    await phone.getByRole('button', { name: common.save }).click();
    await phone.getByLabel(tensCopy.pulseWidth).fill('180');
    await phone.getByText(tensCopy.device.title).click();
    await pick(phone, 'tens-read', BOX);
    await phone.getByTestId('tens-read-answer').getByText('90 Hz, 210 µs, 12 mA').waitFor();
    expect(await phone.getByLabel(tensCopy.frequency).inputValue()).toBe('90');
    await look('tens-device');
    await phone.getByRole('button', { name: tensCopy.startTimer }).click();
    await phone.getByRole('timer').waitFor();
    const [use] = await readTable<Stimulation>(phone, 'stimulations');
    expect(use).toMatchObject({ frequencyHz: 90, pulseWidthUs: 180, intensity: 12, intensityUnit: 'mA' });
    expect(use.note).toContain('210 µs');
    expect(use.source).not.toBe('manual');
    expect(written).toEqual([]);
  });
});
