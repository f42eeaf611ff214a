import { rmSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChunkHeader } from '#shared/recording/chunk.ts';
import type { Session } from '#shared/schema/session.ts';
import { addVirtualAuthenticator, browserPid, LAPTOP, launchBrowser, launchProfile, PHONE } from '#test/helpers/browser.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';
import { type Lab, startLab } from '#test/lab/bluez.ts';
import { liveCopy } from '#web/copy/live.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { byStream, expectUnbroken, startFromHere, streamsWithChunks } from './faultSteps.ts';
import { acceptInvitation, invitePatient, setUpClinic, writeKneePlan } from './people.ts';
import { localChunks, readTable } from './phone.ts';
import { putOnSensors, RECORDINGS } from './sensors.ts';
import { type ServerProcess, startServerProcess } from './serverProcess.ts';

const PT = { name: 'Tomas Berg', email: 'pt@example.org' };
const PATIENT = { name: 'Mara Stein', email: 'mara@example.org' };
/** Samples are stored within 10 s of their arrival; a strap speaks once a second. */
const MAY_BE_LOST_US = 11_000_000;
/** What the browser says is left. Between the steps at 8 and 4 MiB: motion is stored at about 25 Hz. */
const LEFT_BYTES = 6 << 20;

const recordings = RECORDINGS.rr !== null && RECORDINGS.knee !== null ? { rr: RECORDINGS.rr, knee: RECORDINGS.knee } : null;

describe.skipIf(recordings === null)(`a browser that is killed${recordings === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  const profile = tempFolder();
  let server: ServerProcess;
  let lab: Lab;
  let context: BrowserContext;
  let phone: Page;
  const launch = () => launchProfile(profile.path, { busAddress: lab.busAddress, ...PHONE, locale: 'en-GB', timezoneId: 'Europe/Berlin' });

  beforeAll(async () => {
    [server, lab] = await Promise.all([startServerProcess(), startLab()]);
    const clinic = await launchBrowser();
    const pt = await (await clinic.newContext(LAPTOP)).newPage();
    await addVirtualAuthenticator(pt);
    await setUpClinic(pt, server.setupLink as string, 'Lake clinic', PT);
    const invitation = await invitePatient(pt, PATIENT.name, 'knee pain');
    await pt.reload();
    await writeKneePlan(pt, PATIENT.name, { ceilingBpm: 170, band: [70, 160], minutes: 20 });
    await clinic.close();
    context = await launch();
    phone = await context.newPage();
    await phone.addInitScript((left) => {
      navigator.storage.estimate = async () => ({ quota: left, usage: 0 });
    }, LEFT_BYTES);
    await acceptInvitation(phone, invitation, PATIENT);
    if (recordings !== null) putOnSensors(lab, recordings);
  });

  afterAll(async () => {
    await context?.close();
    await Promise.all([lab?.stop(), server?.close()]);
    rmSync(profile.path, { recursive: true, force: true });
  });

  it('loses at most 10 s of each stream, pulse and beats too, while a phone short of space thins motion', async () => {
    await phone.getByRole('link', { name: patientCopy.dose.start }).click();
    await startFromHere(phone);
    await phone.getByText(liveCopy.screen.storage.halved).waitFor({ timeout: 60_000 });
    await expect.poll(async () => streamsWithChunks(await localChunks(phone), 2), { timeout: 45_000, interval: 500 }).toBe(4);
    const before = await localChunks(phone);

    const killedUs = Date.now() * 1000;
    const gone = context.waitForEvent('close');
    process.kill(browserPid(profile.path), 'SIGKILL');
    await gone;
    context = await launch();
    phone = await context.newPage();
    await phone.goto(server.origin);
    const streams = byStream(await localChunks(phone));
    expect(streams.size).toBe(4);
    expect([...streams.values()].flat().length).toBeGreaterThanOrEqual(before.length);
    const [{ session }] = await readTable<{ session: Session }>(phone, 'sessions');
    for (const { id, kind, nominalRateHz } of session.streams) {
      const chunks = streams.get(id) ?? [];
      expectUnbroken(chunks);
      const last = chunks[chunks.length - 1];
      expect(killedUs - last.toUs, kind).toBeLessThan(MAY_BE_LOST_US);
      const header = readChunkHeader(Buffer.from(last.bytesBase64, 'base64'));
      expect(header.ok && header.value.nominalRateHz).toBe(kind === 'imu' ? nominalRateHz / 2 : nominalRateHz);
    }
  });
});
