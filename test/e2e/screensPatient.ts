import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { auth } from '#web/copy/auth.ts';
import { common } from '#web/copy/common.ts';
import { liveCopy } from '#web/copy/live.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { tensCopy } from '#web/copy/tens.ts';
import type { Look } from './screensLook.ts';

/** Everything a patient opens on the phone. */

const touch = { touch: true } as const;
const WAIT = { timeout: 60_000, interval: 300 } as const;

export async function lookAtToday(page: Page, look: Look, origin: string): Promise<void> {
  await page.goto(origin);
  await page.getByText(patientCopy.plan.title, { exact: true }).waitFor();
  await look(page, 'today', touch);
  await page.locator('details.dose-why summary').click();
  await look(page, 'today-why', touch);
  const change = page.getByRole('button', { name: patientCopy.checkIn.change });
  if (await change.isVisible()) await change.click();
  await page.getByText(patientCopy.checkIn.pain).waitFor();
  await page.getByText(patientCopy.checkIn.title, { exact: true }).scrollIntoViewIfNeeded();
  await look(page, 'today-check-in', touch);
  const { skip: pass, keep } = patientCopy.checkIn;
  const skip = page.getByRole('button', { name: pass }).or(page.getByRole('button', { name: keep }));
  const tens = page.getByText(patientCopy.checkIn.tens);
  const { sleep, confidence, flare, worse } = patientCopy.checkIn;
  await skip.click();
  await tens.or(page.getByText(sleep)).waitFor();
  if (await tens.isVisible()) {
    await look(page, 'today-check-in-tens', touch);
    await skip.click();
  }
  for (const question of [sleep, confidence, flare, worse]) {
    await page.getByText(question).waitFor();
    if (question === flare) await look(page, 'today-check-in-flare', touch);
    if (question === worse) await look(page, 'today-check-in-worse', touch);
    await skip.click();
  }
  await lookAtMeasured(page, look);
  // The guess is not given: each size and colour scheme finds the step as the therapist set it.
  await page.getByRole('button', { name: patientCopy.ladder.start }).click();
  await page.getByText(patientCopy.ladder.guess.legend).waitFor();
  await look(page, 'today-ladder', touch);

  await page.goto(`${origin}/progress`);
  await page.getByText(patientCopy.progress.minutes, { exact: true }).waitFor();
  await look(page, 'progress', touch);
  await page.locator('a[href^="/history/"]').first().click();
  await page.locator('.timeline-stage').waitFor();
  await look(page, 'history', touch);
  await page.goto(`${origin}/settings`);
  await page.getByRole('heading', { name: auth.settings.sessions }).waitFor();
  await look(page, 'settings-patient', touch);
  await page.goto(`${origin}/session/own-sensor`);
  await page.getByTestId('own-save').waitFor();
  await look(page, 'own-sensor', touch);
}

/** Readings beside the check-in: a wrong one is named with its range, a right one is kept and read back. */
async function lookAtMeasured(page: Page, look: Look): Promise<void> {
  const { add, change, fields, title, save } = patientCopy.checkIn.measured;
  await page
    .getByRole('button', { name: add })
    .or(page.getByRole('button', { name: change }))
    .click();
  await page.getByText(title).waitFor();
  const temperature = page.getByLabel(fields.temperatureC);
  await temperature.fill('98.6');
  await page.getByRole('button', { name: save, exact: true }).click();
  await page.getByText(`${fields.temperatureC} is from 30 to 45 °C.`).waitFor();
  await look(page, 'today-measured', touch);
  await temperature.fill('36.7');
  await page.getByRole('button', { name: save, exact: true }).click();
  await page.getByText('36.7 °C').waitFor();
}

/** The day read once more, as it is by itself whenever the phone has handed something over. */
async function todayReadAgain(page: Page): Promise<void> {
  const answer = page.waitForResponse((response) => new URL(response.url()).pathname.endsWith('/today'));
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await (await answer).finished();
}

export async function lookAtTens(page: Page, look: Look, origin: string): Promise<void> {
  await page.goto(`${origin}/tens`);
  await page.getByText(tensCopy.historyNote).waitFor();
  await look(page, 'tens', touch);
  await page.getByRole('button', { name: tensCopy.start }).click();
  await page.getByText(tensCopy.screenTitle).waitFor();
  await look(page, 'tens-questions', touch);
  for (const answer of await page.getByRole('radio', { name: tensCopy.no }).all()) await answer.check();
  await page.getByRole('button', { name: common.save }).click();
  await page.getByText(tensCopy.whereTitle).waitFor();
  await look(page, 'tens-start', touch);
  await page.getByText(tensCopy.device.title).click();
  await look(page, 'tens-device', touch);
  await page.getByRole('button', { name: tensCopy.startTimer }).click();
  await page.getByRole('timer').waitFor();
  await look(page, 'tens-running', touch);
  await page.getByRole('button', { name: tensCopy.end }).click();
  await page.getByText(tensCopy.afterTitle).waitFor();
  const painAfter = page.getByRole('group', { name: tensCopy.painAfter }).getByRole('radio', { name: '3', exact: true });
  await painAfter.check();
  await todayReadAgain(page);
  expect(await painAfter.isChecked()).toBe(true);
  await look(page, 'tens-after', touch);
  await page.getByRole('button', { name: tensCopy.save }).click();
  await page.getByText(tensCopy.historyNote).waitFor();
}

/** A short session that a reload breaks off, then a whole one with three simulated sensors. */
export async function lookAtSession(page: Page, look: Look, origin: string): Promise<void> {
  await openExercise(page, origin);
  await look(page, 'start', touch);
  await simulate(page, ['thigh']);
  await page.getByTestId('start-session').click();
  await page.getByTestId('gate-none').waitFor();
  await look(page, 'gate', touch);
  await page.getByTestId('gate-none').click();
  await page.getByTestId('skip-still').waitFor();
  await look(page, 'hold-still', touch);
  await page.getByTestId('set-zero').waitFor();
  await look(page, 'zero', touch);
  await page.getByTestId('set-zero').click();
  await page.getByTestId('light').waitFor();
  await page.goto(origin);
  await page.getByText(patientCopy.unfinished.title).waitFor();
  await look(page, 'today-unfinished', touch);
  await page.getByRole('link', { name: patientCopy.unfinished.open }).click();
  await page.getByTestId('resume').waitFor();
  await look(page, 'resume', touch);
  await page.getByTestId('resume-finish').click();
  await page.getByTestId('answer-later').click();
  await page.getByTestId('kept').waitFor();

  await openExercise(page, origin);
  await simulate(page, ['heart', 'thigh', 'shank']);
  await look(page, 'start-sensors', touch);
  await page.getByTestId('about-thigh').click();
  await page.getByRole('dialog').getByTestId('which').waitFor();
  await look(page, 'sensor-sheet', touch);
  await page.keyboard.press('Escape');
  await page.getByTestId('start-session').click();
  await page.getByTestId('gate-none').click();
  await page.getByTestId('skip-still').click();
  await page.getByTestId('light').waitFor();
  await expect.poll(async () => Number(await page.getByTestId('heart-rate').textContent()), WAIT).toBeGreaterThan(40);
  await expect.poll(() => page.getByTestId('rep-count').textContent(), WAIT).toMatch(/[2-9]/);
  await look(page, 'live', touch);
  await page.getByTestId('pain').click();
  await page.getByRole('dialog').getByTestId('pain-4').waitFor();
  await look(page, 'live-pain', touch);
  await page.getByRole('dialog').getByTestId('pain-4').click();
  await page.getByTestId('unwell').click();
  await page.getByTestId('stop-session').waitFor();
  await look(page, 'live-unwell', touch);
  await page.getByRole('dialog').getByRole('button', { name: liveCopy.unwell.back }).click();
  await page.getByTestId('rest').click();
  await page.getByTestId('next-set').waitFor();
  await look(page, 'live-rest', touch);
  await page.getByTestId('finish').click();
  await page.getByTestId('confirm-finish').waitFor();
  await look(page, 'live-finish', touch);
  await page.getByTestId('confirm-finish').click();
  await page.getByTestId('pain-3').waitFor();
  await look(page, 'finish-pain', touch);
  await page.getByTestId('pain-3').click();
  await page.getByTestId('rpe-4').waitFor();
  await look(page, 'finish-effort', touch);
  await page.getByTestId('rpe-4').click();
  await page.getByTestId('kept').getByText(liveCopy.finish.sent).waitFor();
  await look(page, 'finish-timeline', touch);
}

export async function lookAtEmergency(page: Page, look: Look): Promise<void> {
  await openExercise(page, new URL(page.url()).origin);
  await page.getByTestId('start-session').click();
  await page.getByRole('checkbox', { name: liveCopy.redFlag.chestPain }).check();
  await look(page, 'gate-flag', touch);
  await page.getByTestId('gate-flag').click();
  await page.getByText(liveCopy.emergency.title).waitFor();
  await look(page, 'emergency', touch);
  await page
    .getByRole('button', { name: liveCopy.emergency.leave })
    .or(page.getByRole('link', { name: liveCopy.emergency.leave }))
    .click();
  await page.getByText(patientCopy.suspended.title).waitFor();
  await look(page, 'today-suspended', touch);
}

async function openExercise(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  await page.locator('a[href^="/session/start/"]').first().click();
  await page.getByTestId('start-session').waitFor();
}

async function simulate(page: Page, places: readonly string[]): Promise<void> {
  for (const place of places) await page.getByTestId(`simulate-${place}`).click();
  for (const place of places) await page.locator(`[data-testid="sensor-${place}"][data-state="live"]`).waitFor();
}
