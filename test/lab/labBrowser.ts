import type { Page } from 'playwright-core';
import { launchBrowser } from '#test/helpers/browser.ts';
import { type Lab, startLab } from './bluez.ts';
import { servePage } from './page.ts';

export interface LabBrowser {
  readonly lab: Lab;
  /** Shows one button and has run the script of the entry. */
  readonly page: Page;
  /** Each test has devices of its own. */
  newAddress(): string;
  close(): Promise<void>;
}

/** A lab, a browser in it and a page that runs the entry (a file beside this one). What was started is ended if a later step fails. */
export async function openLabBrowser(entry: string): Promise<LabBrowser> {
  const started: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const site = await servePage(entry);
    started.push(() => site.close());
    const lab = await startLab();
    started.push(() => lab.stop());
    const browser = await launchBrowser({ busAddress: lab.busAddress });
    started.push(() => browser.close());
    const page = await (await browser.newContext()).newPage();
    await page.goto(site.url);
    let lastAddress = 0;
    const newAddress = (): string => {
      lastAddress++;
      return `D4:22:CD:00:00:${lastAddress.toString(16).padStart(2, '0').toUpperCase()}`;
    };
    return { lab, page, newAddress, close };
  } catch (error) {
    await close();
    throw error;
  }
}
