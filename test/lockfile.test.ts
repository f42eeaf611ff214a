import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

describe('lockfile', () => {
  it('lists the optional packages of every platform with a version, or a clean install refuses', () => {
    const wanted = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => ({ path, name })),
    );
    expect(wanted.length).toBeGreaterThan(20);
    const missing = wanted.filter(
      ({ path, name }) => !lock.packages[`${path}/node_modules/${name}`]?.version && !lock.packages[`node_modules/${name}`]?.version,
    );
    expect(missing).toEqual([]);
  });

  it('names no download address of one place', () => {
    expect(Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});
