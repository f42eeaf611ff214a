import type { Page } from 'playwright-core';
import { auth } from '#web/copy/auth.ts';
import { plan } from '#web/copy/plan.ts';
import { therapist } from '#web/copy/therapist.ts';

/** What people do on the screens, said once. Texts come from the copy, so a changed word does not break a journey. */
export interface Account {
  readonly name: string;
  readonly email: string;
}
export const PASSWORD = 'quiet river stone';

/** Opens the first-run link and creates the clinic with a passkey. */
export async function setUpClinic(page: Page, link: string, clinicName: string, account: Account): Promise<void> {
  await page.goto(link);
  await page.getByLabel(auth.setup.clinicName).fill(clinicName);
  await page.getByLabel(auth.account.displayName).fill(account.name);
  await page.getByLabel(auth.account.email).fill(account.email);
  await page.getByRole('button', { name: auth.account.withPasskey }).click();
  await page.getByRole('heading', { name: therapist.panel.title }).waitFor();
}

/** Invites a patient and returns the link that the QR code holds. */
export async function invitePatient(page: Page, name: string, complaint: string): Promise<string> {
  await page
    .getByRole('button', { name: new RegExp(`${therapist.panel.invite}|${therapist.panel.emptyAction}`) })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(therapist.invite.name).fill(name);
  await dialog.getByLabel(therapist.invite.complaint).fill(complaint);
  await dialog.getByRole('button', { name: therapist.invite.create }).click();
  await dialog.getByRole('img', { name: therapist.invite.qr(name) }).waitFor();
  const link = await dialog.getByLabel(therapist.invite.link, { exact: true }).inputValue();
  await dialog.getByRole('button', { name: therapist.invite.done }).click();
  return link;
}

export interface KneePlan {
  readonly ceilingBpm: number;
  readonly band: readonly [number, number];
  readonly minutes: number;
}

/** Writes a plan with one two-sensor exercise on the right knee. */
export async function writeKneePlan(page: Page, patientName: string, values: KneePlan): Promise<void> {
  await page
    .getByRole('link', { name: therapist.panel.openPatient(patientName) })
    .first()
    .click();
  await page.getByRole('link', { name: therapist.patient.writePlan }).click();
  await page.getByLabel(plan.quota).fill(String(values.minutes));
  await page.getByLabel(plan.days).fill('5');
  await page.getByLabel(plan.bandFrom).fill(String(values.band[0]));
  await page.getByLabel(plan.bandTo).fill(String(values.band[1]));
  await page.getByLabel(plan.ceiling).fill(String(values.ceilingBpm));
  await page.getByRole('button', { name: plan.addExercise }).click();
  await page.getByLabel(plan.exercise, { exact: true }).selectOption('kneeBend');
  await page.getByLabel(plan.side).selectOption('right');
  await page.getByLabel(plan.repetitions).fill('10');
  await page.getByRole('button', { name: plan.save }).click();
  await page.getByText(plan.versionNow(1), { exact: true }).waitFor();
}

/** Accepts an invitation with a password. */
export async function acceptInvitation(page: Page, link: string, account: Account): Promise<void> {
  await page.goto(link);
  await page.getByLabel(auth.account.displayName).fill(account.name);
  await page.getByLabel(auth.account.email).fill(account.email);
  const usePassword = page.getByRole('button', { name: auth.account.usePassword });
  if (await usePassword.isVisible()) await usePassword.click();
  await page.getByLabel(auth.account.password).fill(PASSWORD);
  await page.getByRole('button', { name: auth.invite.accept }).click();
  await page.getByRole('navigation').getByText('Today').waitFor();
}

/** Signs in with a password, from any page that needs it. */
export async function signIn(page: Page, origin: string, email: string, password: string): Promise<void> {
  await page.goto(origin);
  await page.getByLabel(auth.account.email).fill(email);
  await page.getByLabel(auth.account.password).fill(password);
  await page.getByRole('button', { name: auth.signIn.submit, exact: true }).click();
  await page.getByRole('navigation').first().waitFor();
}
