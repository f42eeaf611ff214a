import { expect, it } from 'vitest';
import { fnv1a64Hex } from '#shared/pacing/hash.ts';

it('FNV-1a of the published test vectors (draft-eastlake-fnv, appendix C)', () => {
  expect(fnv1a64Hex('')).toBe('cbf29ce484222325');
  expect(fnv1a64Hex('a')).toBe('af63dc4c8601ec8c');
  expect(fnv1a64Hex('foobar')).toBe('85944171f73967e8');
});
