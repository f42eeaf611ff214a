import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, type CDPSession, chromium, type Page } from 'playwright-core';

export interface LaunchOptions {
  /** Address of a lab's bus (test/lab/bluez.ts); without it there is no Bluetooth. */
  readonly busAddress?: string;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The second one: navigator.bluetooth.getDevices and forget, which phones have and this build hides.
  '--enable-features=WebBluetooth,WebBluetoothNewPermissionsBackend',
];

/** The system's Chromium, headless; CHROMIUM_PATH chooses another one. Close it with `browser.close()`. */
export function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch(howToLaunch(options));
}

/** A browser with its one profile in a folder, which another launch on the folder finds again. Close it with `context.close()`. */
export function launchProfile(folder: string, options: LaunchOptions & BrowserContextOptions = {}): Promise<BrowserContext> {
  const { busAddress, ...context } = options;
  return chromium.launchPersistentContext(folder, { ...howToLaunch({ busAddress }), ...context });
}

/** Process id of the browser that uses this profile folder. */
export const browserPid = (folder: string): number => Number(readlinkSync(join(folder, 'SingletonLock')).split('-').at(-1));

function howToLaunch({ busAddress }: LaunchOptions) {
  const { DBUS_SESSION_BUS_ADDRESS: _session, ...env } = process.env;
  return {
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
    env: { ...env, ...(busAddress ? { DBUS_SYSTEM_BUS_ADDRESS: busAddress } : {}) } as Record<string, string>,
  };
}

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
export const LAPTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

/** Context options of one screen in one colour scheme. */
export function screen(size: 'phone' | 'laptop', colorScheme: 'light' | 'dark'): BrowserContextOptions {
  return { ...(size === 'phone' ? PHONE : LAPTOP), colorScheme };
}

/** What a chooser shows (CDP DeviceAccess.deviceRequestPrompted). */
interface Prompt {
  readonly id: string;
  readonly devices: readonly { readonly id: string; readonly name: string }[];
}
interface ChooserDesk {
  readonly session: CDPSession;
  /** Prompts answered: a second answer to one crashes the browser. */
  readonly answered: Set<string>;
}
const desks = new WeakMap<Page, Promise<ChooserDesk>>();

function chooserDesk(page: Page): Promise<ChooserDesk> {
  let desk = desks.get(page);
  if (!desk) {
    desk = page
      .context()
      .newCDPSession(page)
      .then(async (session) => {
        await session.send('DeviceAccess.enable');
        return { session, answered: new Set<string>() };
      });
    desks.set(page, desk);
  }
  return desk;
}

/** An answer that waits for its chooser. `done` settles when it has been given. */
export interface ArmedChooser {
  readonly done: Promise<void>;
}

/** Arms one answer; `answer` returns null while the prompt does not yet show what it waits for. */
async function arm(page: Page, answer: (session: CDPSession, prompt: Prompt) => Promise<unknown> | null): Promise<ArmedChooser> {
  const { session, answered } = await chooserDesk(page);
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  const onClose = (): void => {
    reject(new Error('the page closed before its chooser was answered'));
  };
  const onPrompt = (prompt: Prompt): void => {
    if (answered.has(prompt.id)) return;
    const given = answer(session, prompt);
    if (!given) return;
    answered.add(prompt.id);
    session.off('DeviceAccess.deviceRequestPrompted', onPrompt);
    session.off('close', onClose);
    given.then(() => resolve(), reject);
  };
  session.on('DeviceAccess.deviceRequestPrompted', onPrompt);
  session.on('close', onClose);
  // Whoever does not wait for `done` has closed the page on purpose.
  done.catch(() => {});
  return { done };
}

/** Before the click: will choose the device with this address as soon as the chooser lists it. */
export function chooseDevice(page: Page, address: string): Promise<ArmedChooser> {
  return arm(page, (session, { id, devices }) =>
    devices.some((device) => device.id === address) ? session.send('DeviceAccess.selectPrompt', { id, deviceId: address }) : null,
  );
}

/** Before the click: will close the next chooser without a choice. */
export function cancelChooser(page: Page): Promise<ArmedChooser> {
  return arm(page, (session, { id }) => session.send('DeviceAccess.cancelPrompt', { id }));
}

/** A built-in authenticator that says yes to every passkey ceremony of the page. Returns its id. */
export async function addVirtualAuthenticator(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return authenticatorId;
}
