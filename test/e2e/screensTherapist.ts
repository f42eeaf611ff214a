import type { Page } from 'playwright-core';
import { auth } from '#web/copy/auth.ts';
import { pacingCopy } from '#web/copy/pacing.ts';
import { settingsCopy } from '#web/copy/pacingSettings.ts';
import { plan } from '#web/copy/plan.ts';
import { therapist } from '#web/copy/therapist.ts';
import type { Look } from './screensLook.ts';

/** Set by the therapist, shown to the patient. */
const LADDER = ['Bend to tie a shoe', 'Lift an empty bag', 'Carry the shopping up one floor'] as const;

/** Everything a therapist opens in a clinic that is in use. */
export async function lookAtTherapist(page: Page, look: Look, origin: string, patientName: string): Promise<void> {
  await page.goto(`${origin}/patients`);
  const first = page.getByRole('row').nth(1);
  await first.waitFor();
  await look(page, 'panel');

  await first.getByRole('link').first().click();
  await page.getByRole('heading', { name: therapist.patient.flags }).waitFor();
  await look(page, 'patient-suspended');

  await page.goto(`${origin}/patients`);
  await page.getByRole('row', { name: patientName }).getByRole('link').first().click();
  await page.getByRole('heading', { name: therapist.patient.weeks }).waitFor();
  await page.getByRole('heading', { name: pacingCopy.today.title }).waitFor();
  await look(page, 'patient');
  const patientUrl = page.url();

  const { open, change } = pacingCopy.override;
  await page
    .getByRole('button', { name: open })
    .or(page.getByRole('button', { name: change }))
    .click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'patient-dose');

  await page.goto(patientUrl);
  await page.getByRole('heading', { name: pacingCopy.today.title }).waitFor();
  await page
    .getByRole('region', { name: therapist.patient.limits })
    .getByRole('button', { name: therapist.patient.edit, exact: true })
    .click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'patient-limits');

  await page.goto(patientUrl);
  await page.getByRole('button', { name: therapist.patient.resolve }).first().click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'patient-resolve');

  await page.goto(patientUrl);
  await page.getByRole('link', { name: therapist.patient.toSession }).first().click();
  await page.locator('.timeline-open').getByText(/\S/).first().waitFor();
  await look(page, 'session');

  await page.goto(`${patientUrl}/plan`);
  await page.getByRole('button', { name: plan.save }).waitFor();
  const ladder = page.getByLabel(plan.ladder.steps);
  await ladder.waitFor();
  if ((await ladder.inputValue()) === '') {
    await ladder.fill(LADDER.join('\n'));
    await page.getByRole('button', { name: plan.ladder.save }).click();
  }
  await page.getByText(plan.ladder.place(1, LADDER.length, LADDER[0])).waitFor();
  await look(page, 'plan');

  await page.goto(`${origin}/settings/pacing`);
  await page.locator('summary', { hasText: 'Weekly review' }).click();
  const rise = page.getByLabel(/^Rise per week/);
  await rise.fill('40');
  await page.getByRole('button', { name: settingsCopy.save }).click();
  await page.getByText('A3.risePct is 40 %; allowed are 0 to 10.').waitFor();
  await look(page, 'pacing-rules');

  await page.goto(`${origin}/invitations`);
  await page.getByRole('button', { name: therapist.invite.withdraw }).first().waitFor();
  await look(page, 'invitations');

  await page.goto(`${origin}/settings`);
  await page.getByRole('heading', { name: auth.settings.sessions }).waitFor();
  await look(page, 'settings-therapist');
}
