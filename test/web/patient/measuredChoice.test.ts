import { beforeEach, expect, it, vi } from 'vitest';
import { isAskedOn, keepAsking } from '#web/patient/measuredChoice.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});

it('readings are asked for only from the first saved one until they are stopped, and not again on a day that was passed over', () => {
  expect(isAskedOn('2026-11-23')).toBe(false);
  keepAsking('2026-11-23');
  expect(isAskedOn('2026-11-24')).toBe(false);
  keepAsking('on');
  expect(isAskedOn('2026-11-23')).toBe(true);
  keepAsking('2026-11-23');
  expect([isAskedOn('2026-11-23'), isAskedOn('2026-11-24')]).toEqual([false, true]);
  keepAsking('off');
  expect(isAskedOn('2026-11-24')).toBe(false);
});
