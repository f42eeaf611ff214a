import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionDetail } from '#shared/schema/api.ts';
import { addVirtualAuthenticator, LAPTOP, launchBrowser, PHONE } from '#test/helpers/browser.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { type Lab, startLab } from '#test/lab/bluez.ts';
import { liveCopy } from '#web/copy/live.ts';
import { tensCopy } from '#web/copy/tens.ts';
import { therapist } from '#web/copy/therapist.ts';
import { acceptInvitation, invitePatient, setUpClinic, writeKneePlan } from './people.ts';
import { localRecord, syncedAll } from './phone.ts';
import { pick, putOnSensors, RECORDINGS, SHANK, STRAP, THIGH, type Worn } from './sensors.ts';
import { type ServerProcess, startServerProcess } from './serverProcess.ts';

const PT = { name: 'Tomas Berg', email: 'pt@example.org' };
const PATIENT = { name: 'Mara Stein', email: 'mara@example.org' };
/** Under what the played exercise reaches, so that the ceiling is passed at once and stays passed. */
const CEILING_BPM = 85;

const recordings = RECORDINGS.rr !== null && RECORDINGS.knee !== null ? { rr: RECORDINGS.rr, knee: RECORDINGS.knee } : null;

describe.skipIf(recordings === null)(`one whole loop in the real browser${recordings === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  let server: ServerProcess;
  let lab: Lab;
  let browser: Browser;
  let ptContext: BrowserContext;
  let phoneContext: BrowserContext;
  let pt: Page;
  let phone: Page;
  let worn: Worn;
  let invitation: string;
  let sessionId: string;

  beforeAll(async () => {
    [server, lab] = await Promise.all([startServerProcess(), startLab()]);
    browser = await launchBrowser({ busAddress: lab.busAddress });
    ptContext = await browser.newContext(LAPTOP);
    phoneContext = await browser.newContext({ ...PHONE, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
    pt = await ptContext.newPage();
    phone = await phoneContext.newPage();
    if (recordings !== null) worn = putOnSensors(lab, recordings);
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all([lab?.stop(), server?.close()]);
  });

  it('lets the PT open a clinic with a passkey from the first-run link', async () => {
    await addVirtualAuthenticator(pt);
    expect(server.setupLink).not.toBeNull();
    await setUpClinic(pt, server.setupLink as string, 'Lake clinic', PT);
    await pt.getByText(therapist.panel.emptyTitle).waitFor();
  });

  it('lets the PT invite a patient and write a plan before the patient is there', async () => {
    invitation = await invitePatient(pt, PATIENT.name, 'knee pain');
    expect(invitation).toMatch(/\/invite\/[\w-]{43}$/);
    await pt.reload();
    await writeKneePlan(pt, PATIENT.name, { ceilingBpm: CEILING_BPM, band: [70, 80], minutes: 20 });
  });

  it('lets the patient accept on a phone and see the plan with its reason', async () => {
    await acceptInvitation(phone, invitation, PATIENT);
    await phone.getByText('20 min').first().waitFor();
    await phone.getByText(new RegExp(`agreed with ${PT.name}`)).waitFor();
  });

  it('connects a strap and two motion sensors of the same model', async () => {
    await phone.getByRole('link', { name: 'Start session' }).click();
    await pick(phone, 'pick-heart', STRAP);
    await pick(phone, 'pick-thigh', THIGH);
    await pick(phone, 'pick-shank', SHANK);
    for (const site of ['heart', 'thigh', 'shank']) await phone.locator(`[data-testid="sensor-${site}"][data-state="live"]`).waitFor();
    await phone.getByTestId('start-session').click();
    await phone.getByTestId('gate-none').click();
    await phone.getByTestId('skip-still').or(phone.getByTestId('set-zero')).first().click();
    const zero = phone.getByTestId('set-zero');
    if (await zero.isVisible()) await zero.click();
    await phone.getByTestId('light').waitFor();
  });

  it('says "ease" with its reason once the heart rate has been over the ceiling for 30 s', async () => {
    await phone.locator('[data-testid="light"][data-light="ease"]').waitFor({ timeout: 90_000 });
    expect(await phone.getByTestId('light').getAttribute('data-rule')).toBe('L1');
    expect(await phone.getByTestId('light-text').textContent()).toMatch(/pulse|heart/i);
    expect(Number(await phone.getByTestId('heart-rate').textContent())).toBeGreaterThan(CEILING_BPM);
  });

  it('goes on when a sensor drops, and takes it back with one tap', async () => {
    worn.thigh.neverAnswerConnect(true);
    worn.thigh.drop();
    const chip = phone.locator('[data-testid="sensor-thigh"]');
    await phone.locator('[data-testid="sensor-thigh"][data-state="lost"] button').waitFor({ timeout: 30_000 });
    expect(await phone.getByTestId('light').isVisible()).toBe(true);
    worn.thigh.neverAnswerConnect(false);
    await chip.getByRole('button').click();
    await phone.locator('[data-testid="sensor-thigh"][data-state="live"]').waitFor({ timeout: 30_000 });
    expect(await chip.getAttribute('data-state')).toBe('live');
  });

  it('says "rest" with its reason while the heart rate stays far above', async () => {
    await phone.locator('[data-testid="light"][data-light="rest"]').waitFor({ timeout: 120_000 });
    expect(await phone.getByTestId('light').getAttribute('data-rule')).toBe('L2');
  });

  it('logs TENS by hand after the contraindication questions, on the same timeline', async () => {
    const tensPage = await phoneContext.newPage();
    await tensPage.goto(`${server.origin}/tens`);
    await tensPage.getByRole('button', { name: tensCopy.start }).click();
    for (const answer of await tensPage.getByRole('radio', { name: tensCopy.no }).all()) await answer.check();
    await tensPage.getByRole('button', { name: 'Save' }).click();
    await tensPage.getByRole('group', { name: tensCopy.painNow }).getByRole('radio', { name: '6' }).check();
    await tensPage.getByRole('button', { name: tensCopy.startTimer }).click();
    await tensPage.getByText(tensCopy.running).waitFor();
    await tensPage.close();
    await phone.getByTestId('tens-chip').waitFor();
  });

  it('says "stop" with its reason when the pain keeps rising', async () => {
    for (const pain of [3, 6, 6]) {
      await phone.getByTestId('pain').click();
      await phone.getByRole('dialog').getByTestId(`pain-${pain}`).click();
      await phone.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await phone.locator('[data-testid="light"][data-light="stop"]').waitFor({ timeout: 20_000 });
    expect(await phone.getByTestId('light').getAttribute('data-rule')).toBe('L8');
    expect(await phone.getByTestId('light-text').textContent()).toMatch(/pain/i);
    expect((await localRecord(phone)).shownRules).toEqual(expect.arrayContaining(['L1', 'L2', 'L8']));
  });

  it('finishes with the network off and keeps everything on the phone', async () => {
    await phoneContext.setOffline(true);
    await phone.getByTestId('finish').click();
    await phone.getByTestId('confirm-finish').click();
    await phone.getByTestId('pain-5').click();
    await phone.getByTestId('rpe-6').click();
    await phone.getByTestId('kept').getByText(liveCopy.finish.waiting).waitFor();
    const record = await localRecord(phone);
    sessionId = record.sessionId;
    expect(record.state).toBe('complete');
    expect(record.summary.heartRate?.maxBpm).toBeGreaterThan(CEILING_BPM);
    expect(record.summary.gaps.length).toBeGreaterThan(0);
    expect(record.outbox).toBeGreaterThan(0);
  });

  it('sends it all when the network is back; the server comes to the same numbers and decisions, bit for bit', async () => {
    const before = await localRecord(phone);
    await phoneContext.setOffline(false);
    await syncedAll(phone);
    const kept = () => phone.evaluate(async (id): Promise<SessionDetail> => (await fetch(`/api/v1/sessions/${id}`)).json(), sessionId);
    await expect.poll(async () => (await kept()).summary?.notRefined, { timeout: 10_000 }).toBeNull();
    const detail = await kept();
    expect(detail.state).toBe('complete');
    expect(detail.summary).toMatchObject({ ...before.summary, refined: expect.anything(), notRefined: null });
    expect(detail.agrees).toBe(true);
    expect(detail.decisions).toEqual(before.decisions);
    expect(new Set(detail.decisions.flatMap((decision) => decision.ruleIds))).toEqual(
      new Set([...before.decisions.flatMap((d) => d.ruleIds)]),
    );
    for (const rule of ['L1', 'L2', 'L8']) expect(detail.decisions.flatMap((decision) => decision.ruleIds)).toContain(rule);
  });

  it('shows the PT the same numbers and the same reasons', async () => {
    const record = await localRecord(phone);
    await pt.goto(`${server.origin}/patients`);
    await pt.getByRole('link', { name: therapist.panel.openPatient(PATIENT.name) }).click();
    await pt.locator(`a[href*="/sessions/${sessionId}"]`).first().click();
    for (const decision of record.decisions) {
      await pt.locator('.timeline-pill', { hasText: decision.ruleIds[0] }).first().click();
    }
    const text = await pt.locator('main').textContent();
    expect(text).toContain(String(Math.round(record.summary.heartRate?.maxBpm ?? Number.NaN)));
    const shown = record.decisions[record.decisions.length - 1];
    expect(text).toContain(shown.ptText.slice(0, 40));
  });
});
