import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { OptionValues } from '#devices/core/options.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { type ArmedChooser, chooseDevice } from '#test/helpers/browser.ts';
import { type LabBrowser, openLabBrowser } from './labBrowser.ts';
import type { Outcome } from './portClient.ts';
import type { SensorNote } from './sensorNotes.ts';

export const OK: Outcome<null> = { ok: true, value: null };
export const failed = (code: string): Outcome<never> => ({ ok: false, code });

export type Picked = Outcome<{ id: string; name: string }>;
/** What tests ask a page that runs portClient.ts; ports and sensors have a key. */
export interface PortPage {
  /** Clicks, and waits until the armed chooser was answered. */
  pick(key: string, chooser: ArmedChooser, ids: readonly string[]): Promise<Picked>;
  choose(key: string, peripheral: Peripheral, ids: readonly string[]): Promise<Picked>;
  start(key: string, definitionId: string, options?: OptionValues): Promise<Outcome<null>>;
  stop(key: string): Promise<Outcome<null>>;
  pace(key: string, speed: number): Promise<void>;
  notes(key: string): Promise<readonly SensorNote[]>;
  /** Waits for `count` notes of a type, then gives all notes. */
  heard(key: string, type: SensorNote['type'], count: number): Promise<readonly SensorNote[]>;
  /** Connecting, live, stale, lost, closed: a lost one with its code, and `!` where it may be picked again. */
  life(key: string): Promise<readonly string[]>;
}

const LIFE: readonly SensorNote['type'][] = ['connecting', 'live', 'stale', 'lost', 'closed'];
const lifeWord = ({ type, code, canRepick }: SensorNote): string => (type === 'lost' ? `lost ${code}${canRepick ? '!' : ''}` : type);

export function portPage(page: Page): PortPage {
  const notes = (key: string): Promise<readonly SensorNote[]> => page.evaluate((k) => window.ports.notes(k), key);
  const pick: PortPage['pick'] = async (key, chooser, ids) => {
    await page.evaluate((args) => window.ports.arm(...args), [key, ids] as const);
    await page.click('button');
    await chooser.done;
    return page.evaluate(() => window.ports.picked());
  };
  return {
    pick,
    choose: async (key, peripheral, ids) => pick(key, await chooseDevice(page, peripheral.address), ids),
    start: (key, definitionId, options) =>
      page.evaluate((args) => window.ports.startSensor(...args), [key, definitionId, options] as const),
    stop: (key) => page.evaluate((k) => window.ports.stopSensor(k), key),
    pace: (key, speed) => page.evaluate((args) => window.ports.pace(...args), [key, speed] as const),
    notes,
    async heard(key, type, count) {
      const enough = ([k, t, n]: readonly [string, string, number]) => window.ports.notes(k).filter((note) => note.type === t).length >= n;
      await page.waitForFunction(enough, [key, type, count] as const);
      return notes(key);
    },
    life: async (key) => (await notes(key)).filter(({ type }) => LIFE.includes(type)).map(lifeWord),
  };
}

export interface PortLab extends Pick<LabBrowser, 'lab' | 'page' | 'newAddress'> {
  readonly ports: PortPage;
}

/** For a test file: a lab with a browser and a page that runs portClient.ts, opened before its tests and closed behind them. */
export function usePortLab(): PortLab {
  let opened: LabBrowser | null = null;
  const held = (): LabBrowser => {
    if (opened === null) throw new Error('the lab opens with the first test');
    return opened;
  };
  beforeAll(async () => {
    opened = await openLabBrowser('./portClient.ts');
  });
  afterAll(() => opened?.close());
  return {
    get lab() {
      return held().lab;
    },
    get page() {
      return held().page;
    },
    get ports() {
      return portPage(held().page);
    },
    newAddress: () => held().newAddress(),
  };
}
