import type { Browser, Page } from 'playwright-core';
import { allLive } from '#test/e2e/faultSteps.ts';
import { acceptInvitation, invitePatient, setUpClinic, writeKneePlan } from '#test/e2e/people.ts';
import { pick } from '#test/e2e/sensors.ts';
import { startServerProcess } from '#test/e2e/serverProcess.ts';
import { addVirtualAuthenticator, LAPTOP, launchBrowser } from '#test/helpers/browser.ts';
import { type Lab, startLab } from '#test/lab/bluez.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { installPageClock } from './pageClock.ts';
import { type SoakSensor, wearSoakSensors } from './sensors.ts';

/** A clinic, a patient before a wide screen, and three sensors in range: everything is the product's own but the radio. */
export interface SoakWorld {
  readonly lab: Lab;
  readonly browser: Browser;
  /** At Today, signed in, with a plan for one knee. */
  readonly page: Page;
  readonly sensors: readonly SoakSensor[];
  close(): Promise<void>;
}

export interface WorldOptions {
  /** The page gets a clock that can run faster than life (pageClock.ts). */
  readonly fastClock: boolean;
}

export async function openSoakWorld({ fastClock }: WorldOptions): Promise<SoakWorld> {
  const started: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const server = await startServerProcess();
    started.push(() => server.close());
    const lab = await startLab();
    started.push(() => lab.stop());
    const browser = await launchBrowser({ busAddress: lab.busAddress });
    started.push(() => browser.close());
    const clinic = await browser.newContext(LAPTOP);
    const pt = await clinic.newPage();
    await addVirtualAuthenticator(pt);
    await setUpClinic(pt, server.setupLink as string, 'Lake clinic', { name: 'Tomas Berg', email: 'pt@example.org' });
    const invitation = await invitePatient(pt, 'Mara Stein', 'knee pain');
    await pt.reload();
    await writeKneePlan(pt, 'Mara Stein', { ceilingBpm: 170, band: [70, 160], minutes: 20 });
    await clinic.close();
    const home = await browser.newContext({ ...LAPTOP, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
    if (fastClock) await installPageClock(home);
    const page = await home.newPage();
    await acceptInvitation(page, invitation, { name: 'Mara Stein', email: 'mara@example.org' });
    return { lab, browser, page, sensors: wearSoakSensors(lab), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** From Today to the gate, with all three sensors connected and the recording running. */
export async function beginRecording({ page, sensors }: SoakWorld): Promise<void> {
  await page.getByRole('link', { name: patientCopy.dose.start }).click();
  for (const { place, handle } of sensors) await pick(page, `pick-${place}`, handle.address);
  await allLive(page);
  await page.getByTestId('start-session').click();
  await page.getByTestId('gate-none').waitFor();
}

/** Through the gate to the live screen. */
export async function toLiveScreen({ page }: SoakWorld): Promise<void> {
  await page.getByTestId('gate-none').click();
  await page.getByTestId('skip-still').click();
  await page.getByTestId('light').waitFor();
  await page.getByTestId('live-angle-chart').locator('canvas').waitFor();
  await page.getByTestId('live-heart-chart').locator('canvas').waitFor();
}
