import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const web = fileURLToPath(new URL('../../../web', import.meta.url));

it('the order of the style layers is told before any style is loaded, and every style has its layer', () => {
  const html = readFileSync(`${web}/index.html`, 'utf8');
  expect(html.indexOf('href="/layers.css"')).toBeGreaterThan(0);
  expect(html.slice(0, html.indexOf('href="/layers.css"'))).not.toMatch(/rel="stylesheet"[\s\S]*rel="stylesheet"|<style|<script/);
  const order = /@layer ([\w, ]+);/.exec(readFileSync(`${web}/public/layers.css`, 'utf8'))?.[1].split(', ') ?? [];
  expect(order.length).toBeGreaterThan(3);
  const files = globSync('**/*.css', { cwd: web, exclude: ['public/**'] });
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const used = [...readFileSync(`${web}/${file}`, 'utf8').matchAll(/@layer ([\w-]+) \{/g)].map(([, name]) => name);
    expect(
      used.filter((name) => !order.includes(name)),
      file,
    ).toEqual([]);
  }
});
