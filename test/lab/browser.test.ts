import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addVirtualAuthenticator, launchBrowser, screen } from '#test/helpers/browser.ts';
import { type LabPage, servePage } from './page.ts';

let browser: Browser;
let site: LabPage;

beforeAll(async () => {
  site = await servePage('./pageClient.ts');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function open(size: 'phone' | 'laptop', colorScheme: 'light' | 'dark', url = site.url): Promise<Page> {
  const page = await (await browser.newContext(screen(size, colorScheme))).newPage();
  await page.goto(url);
  return page;
}

test.each([
  ['phone', 'light', { width: 390, height: 844, ratio: 2, touch: true, dark: false }],
  ['phone', 'dark', { width: 390, height: 844, ratio: 2, touch: true, dark: true }],
  ['laptop', 'light', { width: 1440, height: 900, ratio: 1, touch: false, dark: false }],
  ['laptop', 'dark', { width: 1440, height: 900, ratio: 1, touch: false, dark: true }],
] as const)('a %s in %s is what the page sees', async (size, colorScheme, expected) => {
  const page = await open(size, colorScheme);
  const seen = await page.evaluate(() => ({
    width: window.screen.width,
    height: window.screen.height,
    ratio: devicePixelRatio,
    touch: navigator.maxTouchPoints > 0,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
  }));
  expect(seen).toEqual(expected);
  await page.context().close();
});

test('a passkey is made and used; an IP address is no place for one, localhost is', async () => {
  const page = await open('phone', 'light', site.url.replace('127.0.0.1', 'localhost'));
  await addVirtualAuthenticator(page);
  const ceremony = async (): Promise<string> => {
    const challenge = new Uint8Array(32);
    const user = { id: new Uint8Array(8), name: 'robin', displayName: 'Robin' };
    const authenticatorSelection = { residentKey: 'required', userVerification: 'required' } as const;
    const pubKeyCredParams = [{ type: 'public-key', alg: -7 }] as const;
    try {
      const made = await navigator.credentials.create({
        publicKey: { challenge, rp: { name: 'lab' }, user, pubKeyCredParams: [...pubKeyCredParams], authenticatorSelection },
      });
      const used = await navigator.credentials.get({ publicKey: { challenge, userVerification: 'required' } });
      return made && used && made.id === used.id ? 'same passkey' : 'other passkey';
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  };
  expect(await page.evaluate(ceremony)).toBe('same passkey');
  await page.goto(site.url);
  expect(await page.evaluate(ceremony)).toBe('SecurityError');
  await page.context().close();
});

test('without a bus there is no Bluetooth, and the page can know', async () => {
  const page = await open('laptop', 'light');
  expect(await page.evaluate(() => navigator.bluetooth.getAvailability())).toBe(false);
  await page.context().close();
});
