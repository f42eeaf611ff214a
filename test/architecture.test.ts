import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

type Folder = 'shared' | 'devices' | 'server' | 'web' | 'test';

/** What a folder may import besides its own files (architecture.md: data walks from left to right). */
const MAY_IMPORT: Record<Folder, (specifier: string, typeOnly: boolean) => boolean> = {
  shared: (s) => s === 'zod' || s.startsWith('#shared/'),
  devices: (s) => s === 'zod' || s.startsWith('#shared/') || s.startsWith('#devices/'),
  server: (s) => s.startsWith('#shared/') || s.startsWith('#server/') || s.startsWith('#devices/drivers/') || isPackage(s),
  web: (s, typeOnly) =>
    s.startsWith('#shared/') ||
    s.startsWith('#devices/') ||
    s.startsWith('#web/') ||
    (typeOnly && s.startsWith('#server/')) ||
    (isPackage(s) && !s.startsWith('node:')),
  test: () => true,
};

const isPackage = (specifier: string) => !specifier.startsWith('#') && !specifier.startsWith('.');

interface Import {
  file: string;
  specifier: string;
  typeOnly: boolean;
}

function sourceFiles(): string[] {
  const out = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: root,
    encoding: 'utf8',
  });
  return out.split('\n').filter((file) => /^(shared|devices|server|web|test)\//.test(file));
}

const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?[^'";]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  for (const match of readFileSync(`${root}/${file}`, 'utf8').matchAll(IMPORT)) {
    found.push({ file, specifier: (match[3] ?? match[4] ?? match[5]) as string, typeOnly: match[2] !== undefined });
  }
  return found;
}

const files = sourceFiles();
const imports = files.flatMap(importsOf);
const say = (i: Import) => `${i.file} imports ${i.specifier}`;

describe('architecture', () => {
  it('sees the whole project', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(imports.length).toBeGreaterThan(400);
    for (const folder of Object.keys(MAY_IMPORT))
      expect(files.filter((f) => f.startsWith(`${folder}/`)).length, folder).toBeGreaterThan(10);
  });

  it('lets imports walk in one direction only', () => {
    const wrong = imports.filter((i) => {
      if (i.specifier.startsWith('./')) return false;
      return !MAY_IMPORT[i.file.split('/')[0] as Folder](i.specifier, i.typeOnly);
    });
    expect(wrong.map(say)).toEqual([]);
  });

  it('crosses folders by "#folder/" and names file endings', () => {
    const wrong = imports.filter(
      (i) => i.specifier.startsWith('../') || (/^[.#]/.test(i.specifier) && !/\.(ts|tsx|css|json|svg)(\?.*)?$/.test(i.specifier)),
    );
    expect(wrong.map(say)).toEqual([]);
  });

  it('keeps clock, randomness, input and output out of shared/', () => {
    const forbidden =
      /\b(Date\.now|new Date\(\)|performance\.|Math\.random|crypto\.|setTimeout|setInterval|fetch\(|process\.|console\.|document\.|window\.|navigator\.|localStorage|indexedDB)/;
    const shared = files.filter((f) => f.startsWith('shared/'));
    const wrong = shared.filter((f) => forbidden.test(readFileSync(`${root}/${f}`, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')));
    expect(wrong).toEqual([]);
  });

  it('computes with functions that every engine rounds alike (shared/signal/portableMath.ts)', () => {
    const loose = /Math\.(sin|cos|tan|asin|acos|atan|atan2|exp|expm1|log|log2|log10|log1p|pow|hypot|cbrt|sinh|cosh|tanh)\(/;
    const kernels = files.filter((f) => f.startsWith('shared/'));
    expect(kernels.filter((f) => loose.test(readFileSync(`${root}/${f}`, 'utf8')))).toEqual([]);
  });

  it('touches navigator.bluetooth in one file only', () => {
    const product = files.filter((f) => !f.startsWith('test/'));
    const touching = product.filter((f) =>
      /navigator\s*\.\s*bluetooth|\bbluetooth\.requestDevice/.test(readFileSync(`${root}/${f}`, 'utf8')),
    );
    expect(touching).toEqual(['devices/transports/webBluetooth.ts']);
  });

  it('has no interactive transaction anywhere (the Store port commits one batch)', () => {
    const product = files.filter((f) => f.startsWith('server/'));
    const wrong = product.filter((f) => /\.transaction\(/.test(readFileSync(`${root}/${f}`, 'utf8')));
    expect(wrong).toEqual([]);
  });
});
