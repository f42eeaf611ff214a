import { zipSync } from 'fflate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionListItem } from '#shared/schema/api.ts';
import { addVirtualAuthenticator, LAPTOP, launchBrowser, PHONE } from '#test/helpers/browser.ts';
import { fitFile } from '#test/helpers/fitFile.ts';
import { importCopy } from '#web/copy/import.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { therapist } from '#web/copy/therapist.ts';
import { acceptInvitation, invitePatient, setUpClinic } from './people.ts';
import { localRecord, syncedAll } from './phone.ts';
import { type ServerProcess, startServerProcess } from './serverProcess.ts';

const PT = { name: 'Tomas Berg', email: 'pt@example.org' };
const PATIENT = { name: 'Mara Stein', email: 'mara@example.org' };
const MINUTE_MS = 60_000;

/** A quarter of an hour of walking that ended a while ago. */
const START_MS = Math.floor(Date.now() / 1000) * 1000 - 40 * MINUTE_MS;
const WALK = {
  name: 'walk.fit',
  mimeType: '',
  buffer: Buffer.from(fitFile({ startMs: START_MS, seconds: 900, heartRateBpm: (s) => 95 + (s % 30) })),
};

describe('a person without Bluetooth', () => {
  let server: ServerProcess;
  let browser: Browser;
  let context: BrowserContext;
  let phone: Page;

  beforeAll(async () => {
    server = await startServerProcess();
    browser = await launchBrowser({});
    const office = await browser.newContext(LAPTOP);
    const pt = await office.newPage();
    await addVirtualAuthenticator(pt);
    await setUpClinic(pt, server.setupLink as string, 'Lake clinic', PT);
    await pt.getByText(therapist.panel.emptyTitle).waitFor();
    const invitation = await invitePatient(pt, PATIENT.name, 'back pain');
    await office.close();
    context = await browser.newContext({ ...PHONE, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
    phone = await context.newPage();
    await acceptInvitation(phone, invitation, PATIENT);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const found = () => phone.getByTestId('found');
  async function choose(): Promise<void> {
    await phone.getByTestId('import-files').setInputFiles(WALK);
    await found().first().waitFor();
  }

  /** As a person with a mouse hands a file over. */
  async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
    const dataTransfer = await page.evaluateHandle(
      ([fileName, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(content)], fileName));
        return transfer;
      },
      [name, [...bytes]] as const,
    );
    await page.getByTestId('import-files').dispatchEvent('drop', { dataTransfer });
  }

  it('is shown what is in a FIT file before anything is kept, also without network', async () => {
    await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await phone.getByRole('link', { name: importCopy.today }).click();
    await phone.getByTestId('import-files').waitFor();
    await context.setOffline(true);
    await choose();
    expect(await found().textContent()).toMatch(/Walk, .*15 min · 901 heart rates/);
    expect(await phone.getByText(importCopy.review.offline).isVisible()).toBe(true);
  });

  it('adds it, takes it back, adds it again; the clinic gets it once the network and the person allow', async () => {
    await phone.getByTestId('import-add').click();
    await phone.getByTestId('import-done').waitFor();
    expect((await localRecord(phone)).summary.heartRate?.meanBpm).toBeCloseTo(109.5, 0);
    await phone.getByTestId('import-undo').click();
    await choose();
    await phone.getByTestId('import-add').click();
    await phone.getByTestId('import-done').waitFor();
    await context.setOffline(false);
    await phone.getByRole('link', { name: importCopy.done.see }).click();
    await phone.getByText(patientCopy.progress.sessions, { exact: true }).waitFor();
    await syncedAll(phone);
    const sent = await phone.evaluate(async () => {
      const me = await (await fetch('/api/v1/auth/me')).json();
      return (await fetch(`/api/v1/patients/${me.patientId}/sessions`)).json();
    });
    expect(SessionListItem.array().parse(sent)).toMatchObject([{ imported: 'fit', besidePlan: true, state: 'complete' }]);
  });

  it('sees it in the history with where it is from', async () => {
    await phone.locator('a[href^="/history/"]').first().click();
    await phone.locator('.timeline-stage').waitFor();
    expect(await phone.locator('main').textContent()).toContain(importCopy.from(importCopy.format.fit, 'Garmin Vivoactive'));
  });

  it('is told that the same file is already there, on this phone and on another', async () => {
    await phone.goto(`${server.origin}/import`);
    await choose();
    expect(await found().getAttribute('data-refusal')).toBe('alreadyHere');
    const other = await browser.newContext({ ...PHONE, storageState: await context.storageState() });
    const second = await other.newPage();
    await second.goto(`${server.origin}/import`);
    await drop(second, 'walk.zip', zipSync({ '1_ACTIVITY.fit': WALK.buffer }));
    await second.getByTestId('found').waitFor();
    expect(await second.getByTestId('found').getAttribute('data-refusal')).toBe('alreadyHere');
    await other.close();
  });
});
