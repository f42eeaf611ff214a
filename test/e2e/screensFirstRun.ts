import type { Page } from 'playwright-core';
import { auth } from '#web/copy/auth.ts';
import { therapist } from '#web/copy/therapist.ts';
import type { Look } from './screensLook.ts';

/** Screens of people who are not signed in yet, and of a clinic without anybody. */

export async function lookAtSetup(page: Page, look: Look, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel(auth.setup.clinicName).waitFor();
  await look(page, 'setup', { touch: true });
}

export async function lookAtSignIn(page: Page, look: Look, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel(auth.account.email).fill('nobody@example.org');
  await look(page, 'sign-in', { touch: true });
  await page.getByLabel(auth.account.password).fill('not my password');
  await page.getByRole('button', { name: auth.signIn.submit, exact: true }).click();
  await page.getByText(auth.signIn.wrong).waitFor();
  await look(page, 'sign-in-wrong', { touch: true });
}

export async function lookAtApi(page: Page, look: Look, origin: string): Promise<void> {
  await page.goto(`${origin}/api`);
  await page.getByRole('heading', { level: 1, name: 'API' }).waitFor();
  await look(page, 'api');
}

export async function lookAtStart(page: Page, look: Look, origin: string): Promise<void> {
  await page.goto(`${origin}/patients`);
  await page.getByText(therapist.panel.emptyTitle).waitFor();
  await look(page, 'panel-empty');
}

/** Invites a patient; returns the link behind the QR code. */
export async function lookAtInvite(page: Page, look: Look, origin: string, name: string): Promise<string> {
  await page.goto(`${origin}/invitations`);
  await page.getByRole('button', { name: therapist.invite.titlePatient }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(therapist.invite.name).fill(name);
  await look(page, 'invite-dialog');
  await dialog.getByRole('button', { name: therapist.invite.create }).click();
  await dialog.getByRole('img', { name: therapist.invite.qr(name) }).waitFor();
  await look(page, 'invite-qr');
  return dialog.getByLabel(therapist.invite.link, { exact: true }).inputValue();
}

export async function lookAtInvitation(page: Page, look: Look, invitation: string): Promise<void> {
  await page.goto(invitation);
  await page.getByLabel(auth.account.email).waitFor();
  await look(page, 'invitation', { touch: true });
  await page.goto(`${invitation.slice(0, -4)}AAAA`);
  await page.getByText(auth.invite.goneTitle).waitFor();
  await look(page, 'invitation-gone', { touch: true });
}
