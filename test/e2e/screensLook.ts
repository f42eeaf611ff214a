import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { LAPTOP } from '#test/helpers/browser.ts';
import { withPalette } from './screensPng.ts';

/** What is looked at on every screen, in one size and one colour scheme. */

export interface Variant {
  readonly size: 'phone' | 'laptop';
  readonly scheme: 'light' | 'dark';
}
export const VARIANTS: readonly Variant[] = [
  { size: 'phone', scheme: 'light' },
  { size: 'phone', scheme: 'dark' },
  { size: 'laptop', scheme: 'light' },
  { size: 'laptop', scheme: 'dark' },
];

/** One device pixel per CSS pixel, so that pictures stay small. */
const PHONE_SCREEN: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, hasTouch: true, isMobile: true };
export const contextOptions = ({ size, scheme }: Variant): BrowserContextOptions => ({
  ...(size === 'phone' ? PHONE_SCREEN : LAPTOP),
  colorScheme: scheme,
  reducedMotion: 'reduce',
  locale: 'en-GB',
});

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const NARROW_PX = 320;
const TARGET_PX = 44;
const TARGET_WISHED_PX = 48;
const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const keepPictures = process.env.SCREENS === '1';

/** `name`: of the screen, as in docs/screens. `touch`: its buttons are for fingers. */
export type Look = (page: Page, name: string, options?: { readonly touch?: boolean }) => Promise<void>;

/** What was seen. `problems` must stay empty; `small` is told only. */
export interface Seen {
  readonly problems: string[];
  readonly small: Set<string>;
  readonly names: Set<string>;
  /** Screens times sizes and schemes. */
  looks: number;
}
export const nothingSeen = (): Seen => ({ problems: [], small: new Set(), names: new Set(), looks: 0 });

export function lookAs(variant: Variant, seen: Seen): Look {
  return async (page, name, { touch = false } = {}) => {
    const label = `${name}-${variant.size}-${variant.scheme}`;
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    seen.names.add(name);
    seen.looks++;
    if (keepPictures) await keep(page, label);
    for (const violation of await axe(page)) seen.problems.push(`${label}: ${violation}`);
    if (variant.size !== 'phone') return;
    await noOverflow(page, label, seen);
    if (touch) await targets(page, label, seen);
  };
}

async function keep(page: Page, label: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${label}.png`, withPalette(await page.screenshot({ animations: 'disabled', caret: 'hide' })));
}

/** Injected through the debugger: the page's own policy forbids foreign scripts, and should. */
async function axe(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const results = await page.evaluate(
    (tags): Promise<AxeResults> =>
      (window as unknown as { axe: { run: (context: Document, options: object) => Promise<AxeResults> } }).axe.run(document, {
        runOnly: tags,
        resultTypes: ['violations'],
      }),
    AXE_TAGS,
  );
  return results.violations.flatMap((violation) =>
    violation.nodes
      .slice(0, 3)
      .map((node) => `${violation.id}: ${node.target.join(' ')} ${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`),
  );
}

async function noOverflow(page: Page, label: string, seen: Seen): Promise<void> {
  const size = page.viewportSize();
  if (size === null) return;
  for (const width of [size.width, NARROW_PX]) {
    await page.setViewportSize({ width, height: size.height });
    const over = await page.evaluate(async (limit) => {
      // Drawings follow their box one frame later.
      for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      const root = document.documentElement;
      if (root.scrollWidth <= limit) return null;
      const wide = [...document.body.querySelectorAll('*')].filter(
        (each) => each.getBoundingClientRect().right > limit + 0.5 && getComputedStyle(each).position !== 'fixed',
      );
      const deepest = wide[wide.length - 1];
      return `${root.scrollWidth} px wide, e.g. ${deepest?.outerHTML.slice(0, 100)}`;
    }, width);
    if (over !== null) seen.problems.push(`${label}: overflows at ${width} px (${over})`);
  }
  await page.setViewportSize(size);
}

/** Everything a finger presses: buttons, links that look like one, and the labels around radio buttons and boxes. */
async function targets(page: Page, label: string, seen: Seen): Promise<void> {
  const found = await page.evaluate(() => {
    const pressed = [...document.querySelectorAll<HTMLElement>('button, a.button, nav a, [role=button], label:has(input)')];
    const modal = document.querySelector('dialog[open]');
    return pressed.flatMap((each) => {
      if ((modal !== null && !modal.contains(each)) || !each.checkVisibility({ visibilityProperty: true })) return [];
      const { width, height } = each.getBoundingClientRect();
      return width < 2 || height < 2
        ? []
        : [{ text: (each.textContent || each.getAttribute('aria-label') || each.className).trim(), width, height }];
    });
  });
  for (const { text, width, height } of found) {
    const told = `${label}: "${text.slice(0, 40)}" is ${width.toFixed(0)} x ${height.toFixed(0)} px`;
    if (Math.min(width, height) < TARGET_PX - 0.5) seen.problems.push(told);
    else if (Math.min(width, height) < TARGET_WISHED_PX - 0.5) seen.small.add(told.replace(/-phone-\w+/, ''));
  }
}
