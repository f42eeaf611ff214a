import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PT } from '#server/demo/clinic.ts';
import { demoPeople, emailOf } from '#server/demo/people.ts';
import { addVirtualAuthenticator, launchBrowser } from '#test/helpers/browser.ts';
import { type Lab, startLab } from '#test/lab/bluez.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { therapist } from '#web/copy/therapist.ts';
import { acceptInvitation, setUpClinic, signIn } from './people.ts';
import { lookAtApi, lookAtInvitation, lookAtInvite, lookAtSetup, lookAtSignIn, lookAtStart } from './screensFirstRun.ts';
import { lookAtImport } from './screensImport.ts';
import { contextOptions, type Look, lookAs, nothingSeen, VARIANTS, type Variant } from './screensLook.ts';
import { writeScreensPage } from './screensPage.ts';
import { lookAtEmergency, lookAtSession, lookAtTens, lookAtToday } from './screensPatient.ts';
import { lookAtTherapist } from './screensTherapist.ts';
import { type ServerProcess, startServerProcess } from './serverProcess.ts';

const PT = { name: 'Tomas Berg', email: 'pt@example.org' };
const PATIENT = { name: 'Mara Stein', email: 'mara@example.org' };
/** With knee exercise and TENS: every screen has something to show. */
const [DEMO_PATIENT] = demoPeople().filter((person) => person.exerciseId === 'kneeBend' && person.usesTens);
/** One for each variant: whoever feels a red flag cannot start again. */
const UNWELL = demoPeople()
  .filter((person) => person.course === 'steady' || person.course === 'improving')
  .slice(-VARIANTS.length);
const MINUTES = 60_000;

describe('every screen in two sizes and two colour schemes', () => {
  const seen = nothingSeen();
  let empty: ServerProcess;
  let demo: ServerProcess;
  let lab: Lab;
  let browser: Browser;

  beforeAll(async () => {
    [empty, demo, lab] = await Promise.all([startServerProcess(), startServerProcess({ command: 'demo' }), startLab()]);
    browser = await launchBrowser({ busAddress: lab.busAddress });
  }, 5 * MINUTES);

  afterAll(async () => {
    writeScreensPage(seen);
    await browser?.close();
    await Promise.all([lab?.stop(), empty?.close(), demo?.close()]);
  });

  /** A fresh browser profile per variant, with the sign-in of `state`; `lanes` of them at once. What they saw wrong is the test's failure. */
  async function inEachVariant(
    state: Awaited<ReturnType<BrowserContext['storageState']>> | null,
    visit: (page: Page, look: Look, variant: Variant) => Promise<void>,
    lanes = 2,
  ): Promise<void> {
    const before = seen.looks;
    const waiting = [...VARIANTS];
    const lane = async (): Promise<void> => {
      for (let variant = waiting.shift(); variant; variant = waiting.shift()) {
        const context = await browser.newContext({ ...contextOptions(variant), ...(state === null ? {} : { storageState: state }) });
        await visit(await context.newPage(), lookAs(variant, seen), variant);
        await context.close();
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    expect(seen.looks - before).toBeGreaterThanOrEqual(VARIANTS.length);
    expect(seen.problems.splice(0)).toEqual([]);
  }

  async function signedIn(server: ServerProcess, email: string, password: string) {
    const context = await browser.newContext();
    await signIn(await context.newPage(), server.origin, email, password);
    const state = await context.storageState();
    await context.close();
    return state;
  }

  it(
    'a new clinic: setup, sign-in, empty panel, invitation, first day',
    async () => {
      await inEachVariant(null, async (page, look) => {
        await lookAtSetup(page, look, empty.setupLink as string);
        await lookAtSignIn(page, look, empty.origin);
        await lookAtApi(page, look, empty.origin);
      });
      const office = await browser.newContext();
      const pt = await office.newPage();
      await addVirtualAuthenticator(pt);
      await setUpClinic(pt, empty.setupLink as string, 'Lake clinic', PT);
      await pt.getByText(therapist.panel.emptyTitle).waitFor();
      const ptState = await office.storageState();
      await office.close();
      await inEachVariant(ptState, (page, look) => lookAtStart(page, look, empty.origin));
      let invitation = '';
      await inEachVariant(ptState, async (page, look) => {
        invitation = await lookAtInvite(page, look, empty.origin, PATIENT.name);
      });
      await inEachVariant(null, (page, look) => lookAtInvitation(page, look, invitation));
      const home = await browser.newContext();
      await acceptInvitation(await home.newPage(), invitation, PATIENT);
      const patientState = await home.storageState();
      await home.close();
      await inEachVariant(patientState, async (page, look) => {
        await page.goto(empty.origin);
        await page.getByText(patientCopy.plan.emptyTitle).waitFor();
        await look(page, 'today-no-plan', { touch: true });
      });
    },
    5 * MINUTES,
  );

  it(
    'the therapist: panel, patient, session with its reasons, plan, invitations, settings',
    async () => {
      const state = await signedIn(demo, emailOf(DEMO_PT), DEMO_PASSWORD);
      await inEachVariant(state, (page, look) => lookAtTherapist(page, look, demo.origin, DEMO_PATIENT.name));
    },
    5 * MINUTES,
  );

  it(
    'the patient: today, check-in, TENS, progress, history, settings, sessions from files',
    async () => {
      const state = await signedIn(demo, emailOf(DEMO_PATIENT.name), DEMO_PASSWORD);
      await inEachVariant(
        state,
        async (page, look) => {
          await lookAtToday(page, look, demo.origin);
          await lookAtTens(page, look, demo.origin);
          await lookAtImport(page, look, demo.origin);
        },
        1,
      );
    },
    5 * MINUTES,
  );

  it(
    'the patient in a session: sensors, gate, hold still, zero, live, questions, timeline, and after a reload',
    async () => {
      const state = await signedIn(demo, emailOf(DEMO_PATIENT.name), DEMO_PASSWORD);
      await inEachVariant(state, (page, look) => lookAtSession(page, look, demo.origin));
    },
    6 * MINUTES,
  );

  it(
    'the patient who feels a red flag: stop, and paused afterwards',
    async () => {
      let next = 0;
      await inEachVariant(null, async (page, look) => {
        await signIn(page, demo.origin, emailOf(UNWELL[next++].name), DEMO_PASSWORD);
        await lookAtEmergency(page, look);
      });
    },
    5 * MINUTES,
  );
});

/** Printed by `evenpace demo` at each start. */
const DEMO_PASSWORD = 'simulated-people';
