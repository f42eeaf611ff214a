import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Today } from '#shared/schema/api.ts';
import { addVirtualAuthenticator, LAPTOP, launchBrowser, PHONE } from '#test/helpers/browser.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { type Lab, startLab } from '#test/lab/bluez.ts';
import { auth } from '#web/copy/auth.ts';
import { liveCopy } from '#web/copy/live.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { RESERVE_BYTES } from '#web/store/reserve.ts';
import {
  allLive,
  byStream,
  crashTab,
  detailOf,
  expectUnbroken,
  keyOf,
  otherTabRecords,
  PLACES,
  startFromHere,
  streamsWithChunks,
  takeOver,
} from './faultSteps.ts';
import { acceptInvitation, invitePatient, setUpClinic, writeKneePlan } from './people.ts';
import { localChunks, localEventIds, localRecord, readTable, syncedAll } from './phone.ts';
import { pick, putOnSensors, RECORDINGS, SHANK, STRAP, THIGH } from './sensors.ts';
import { type ServerProcess, startServerProcess } from './serverProcess.ts';

const PT = { name: 'Tomas Berg', email: 'pt@example.org' };
const PATIENT = { name: 'Mara Stein', email: 'mara@example.org' };
/** Samples are stored within 10 s of their arrival; a strap speaks once a second. */
const MAY_BE_LOST_US = 11_000_000;
/** A frozen page is away for longer than heart rate may be silent without a gap (5 s). */
const FROZEN_MS = 8000;

const recordings = RECORDINGS.rr !== null && RECORDINGS.knee !== null ? { rr: RECORDINGS.rr, knee: RECORDINGS.knee } : null;

describe.skipIf(recordings === null)(`a tab and a server that die${recordings === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  let server: ServerProcess;
  let lab: Lab;
  let browser: Browser;
  let context: BrowserContext;
  let phone: Page;
  let startUrl: string;
  let sessionId: string;
  let killedUs: number;

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
    context = await browser.newContext({ ...PHONE, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
    phone = await context.newPage();
    await acceptInvitation(phone, invitation, PATIENT);
    if (recordings !== null) putOnSensors(lab, recordings);
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all([lab?.stop(), server?.close()]);
  });

  it('lets one tab record at a time', async () => {
    await phone.getByRole('link', { name: patientCopy.dose.start }).click();
    startUrl = phone.url();
    await startFromHere(phone);

    const second = await context.newPage();
    await second.goto(startUrl);
    await second.getByTestId('start-session').click();
    await otherTabRecords(second);
    await second.goto(`${server.origin}/session/live`);
    await second.getByTestId('resume').click();
    await otherTabRecords(second);
    await second.close();
    expect(await phone.getByTestId('light').isVisible()).toBe(true);
  });

  it('goes on by itself after the page was frozen, as by a phone call', async () => {
    const devtools = await context.newCDPSession(phone);
    await expect.poll(async () => streamsWithChunks(await localChunks(phone), 1), { timeout: 45_000, interval: 500 }).toBeGreaterThan(3);
    const frozenMs = Date.now();
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    await expect.poll(() => Date.now() - frozenMs, { timeout: 2 * FROZEN_MS }).toBeGreaterThan(FROZEN_MS);
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    const thawedUs = Date.now() * 1000;
    await allLive(phone);
    const newest = async () => [...byStream(await localChunks(phone)).values()].map((chunks) => chunks[chunks.length - 1].toUs);
    await expect.poll(async () => Math.min(...(await newest())), { timeout: 30_000, interval: 500 }).toBeGreaterThan(thawedUs);
    for (const [, chunks] of byStream(await localChunks(phone))) {
      expectUnbroken(chunks);
      const beforeMs = chunks.map((chunk) => frozenMs - chunk.toUs / 1000).filter((ms) => ms >= 0);
      expect(Math.min(...beforeMs), 'what came before was stored at once').toBeLessThan(2500);
    }
  });

  it('loses at most the open 10 s when the tab crashes and the server is killed', async () => {
    await expect.poll(async () => streamsWithChunks(await localChunks(phone), 2), { timeout: 45_000, interval: 500 }).toBeGreaterThan(3);
    sessionId = (await localRecord(phone)).sessionId;
    const before = await localChunks(phone);
    const sentBefore = (await detailOf(phone, sessionId)).chunks;
    expect(sentBefore.length).toBeGreaterThan(0);

    const restarting = server.crashAndRestart();
    killedUs = Date.now() * 1000;
    await crashTab(phone);
    server = await restarting;
    phone = await context.newPage();
    await phone.goto(server.origin);
    await phone.getByText(patientCopy.unfinished.title).waitFor();

    const after = await localChunks(phone);
    expect(after.map(keyOf)).toEqual(expect.arrayContaining(before.map(keyOf)));
    for (const [streamId, chunks] of byStream(after)) {
      expectUnbroken(chunks);
      expect(killedUs - chunks[chunks.length - 1].toUs, `stream ${streamId}`).toBeLessThan(MAY_BE_LOST_US);
    }
    await syncedAll(phone);
    const { chunks: sent } = await detailOf(phone, sessionId);
    expect(sent.map(keyOf)).toEqual(expect.arrayContaining(sentBefore.map(keyOf)));
    expect(sent.map(keyOf).sort()).toEqual(after.map(keyOf).sort());
  });

  it('goes on with the session, hands it to another tab and back, and tells the time away as a gap', async () => {
    const crashed = await localChunks(phone);
    // Away for longer than heart rate may be silent without a gap (5 s).
    await expect.poll(() => Date.now() * 1000 - killedUs, { timeout: 10_000 }).toBeGreaterThan(6_000_000);
    await phone.getByRole('link', { name: patientCopy.unfinished.open }).click();
    await phone.getByTestId('resume').click();
    await phone.getByTestId('light').waitFor();
    const second = await context.newPage();
    await takeOver(second, server.origin);
    await phone.getByText(liveCopy.resume.handedOver).waitFor();
    await takeOver(phone, server.origin);
    await second.getByText(liveCopy.resume.handedOver).waitFor();
    await second.close();
    await pick(phone, 'sensor-heart', STRAP);
    await pick(phone, 'sensor-thigh', THIGH);
    await pick(phone, 'sensor-shank', SHANK);
    await allLive(phone);
    await phone.getByTestId('next-set').click();
    await expect.poll(async () => Number(await phone.getByTestId('heart-rate').textContent())).toBeGreaterThan(40);
    const goesOnUs = Date.now() * 1000;

    await context.setOffline(true);
    await phone.getByTestId('finish').click();
    await phone.getByTestId('confirm-finish').click();
    await phone.getByTestId('pain-3').click();
    await phone.getByTestId('rpe-4').click();
    await phone.getByTestId('kept').getByText(liveCopy.finish.waiting).waitFor();

    const record = await localRecord(phone);
    expect(record.sessionId).toBe(sessionId);
    expect(record.state).toBe('complete');
    const all = await localChunks(phone);
    expect(all.map(keyOf)).toEqual(expect.arrayContaining(crashed.map(keyOf)));
    for (const [, chunks] of byStream(all)) expectUnbroken(chunks);
    const away = record.summary.gaps.filter((gap) => gap.fromUs < killedUs && gap.toUs > killedUs);
    expect(away.length, 'one gap per place').toBe(PLACES.length);
    for (const gap of away) expect(gap.toUs).toBeLessThan(goesOnUs);
    // Beats are stamped back from the packet that brings them, by at most 2 s.
    const backUs = Math.min(...away.map((gap) => gap.toUs)) - 2_000_000;
    for (const chunk of all) {
      const inGap = chunk.fromUs > killedUs && chunk.fromUs < backUs;
      expect(inGap, 'nothing is invented for the time away').toBe(false);
    }
  });

  it('sends everything exactly once though the server is killed twice while it receives', async () => {
    const record = await localRecord(phone);
    const kept = await localChunks(phone);
    expect(record.outbox).toBeGreaterThan(3);
    for (const [what, isIt] of KILL_AT) {
      const seen = phone.waitForEvent('request', { predicate: (request) => isIt(new URL(request.url()).pathname), timeout: 30_000 });
      await context.setOffline(false);
      await seen.catch(() => expect.fail(`the phone did not send ${what}`));
      server = await server.crashAndRestart();
      await context.setOffline(true);
    }
    await context.setOffline(false);
    await syncedAll(phone);

    const detail = await detailOf(phone, sessionId);
    expect(detail.state).toBe('complete');
    expect(detail.chunks.map(keyOf).sort()).toEqual(kept.map(keyOf).sort());
    expect(detail.events.map((event) => event.id).sort()).toEqual((await localEventIds(phone, sessionId)).sort());
    expect({ ...detail.summary, refined: null, notRefined: null }).toEqual(record.summary);
    expect(detail.agrees).toBe(true);

    const today = await phone.evaluate(async (): Promise<Today> => {
      const me = await (await fetch('/api/v1/auth/me')).json();
      return (await fetch(`/api/v1/patients/${me.patientId}/today`)).json();
    });
    const days = today.days.filter((day) => day.sessionCount > 0);
    expect(days.map((day) => [day.sessionCount, day.repetitionCount])).toEqual([[1, record.summary.repetitions.length]]);
    expect(today.sessions.map((session) => session.id)).toEqual([sessionId]);
  });

  it('keeps pulse, pain and effort of a session in which the phone runs full, and says what it no longer keeps', async () => {
    await phone.goto(startUrl);
    await startFromHere(phone);
    const devtools = await context.newCDPSession(phone);
    const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin: server.origin });
    // Less than is used already, by more than the clinic's copies would free and by less than the reserve.
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: usage - RESERVE_BYTES / 2 });
    // Chromium trusts its last look at the space for half a minute.
    await phone.getByText(liveCopy.screen.storage.noCurves).waitFor({ timeout: 90_000 });
    const fullUs = Date.now() * 1000;
    await phone.getByTestId('pain').click();
    await phone.getByTestId('pain-5').click();
    const own = async () => (await localChunks(phone)).filter((chunk) => chunk.sessionId !== sessionId);
    const pulseAfter = async () => (await own()).filter((chunk) => chunk.fromUs > fullUs).map((chunk) => chunk.streamId);
    await expect.poll(async () => new Set(await pulseAfter()).size, { timeout: 30_000, interval: 500 }).toBe(2);
    await phone.getByTestId('finish').click();
    await phone.getByTestId('confirm-finish').click();
    await phone.getByTestId('pain-4').click();
    await phone.getByTestId('rpe-6').click();
    await phone.getByTestId('kept').waitFor();
    await syncedAll(phone);

    const record = await localRecord(phone);
    expect(record.sessionId).not.toBe(sessionId);
    const detail = await detailOf(phone, record.sessionId);
    expect(detail).toMatchObject({ state: 'complete', summary: { rpeCr10: 6, pain: { max: 5, last: 4 } } });
    const { streams } = detail.session;
    const steps = detail.events.flatMap((event) => (event.type === 'storage' ? [event] : []));
    expect(steps.at(-1)).toMatchObject({ keeping: 'noCurves' });
    expect(steps.at(-1)?.fromUs).toBeLessThan(fullUs);
    const sentAfter = detail.chunks.filter((chunk) => chunk.fromUs > fullUs).map((chunk) => chunk.streamId);
    expect(new Set(sentAfter)).toEqual(new Set(streams.filter((stream) => stream.kind !== 'imu').map((stream) => stream.id)));
  });

  it('is emptied at sign-out when everything is at the clinic', async () => {
    await phone.goto(`${server.origin}/settings`);
    await phone.getByRole('button', { name: auth.settings.signOut, exact: true }).click();
    await phone.getByLabel(auth.account.email).waitFor();
    for (const table of ['sessions', 'events', 'chunks', 'cache', 'outbox']) expect(await readTable(phone, table), table).toEqual([]);
  });
});

/** What is under way when the server dies: the first chunk, then the last word of the session. */
const KILL_AT: readonly (readonly [string, (path: string) => boolean])[] = [
  ['a chunk', (path) => /\/chunks\/\d+$/.test(path)],
  ['the end of the session', (path) => path.endsWith('/complete')],
];
