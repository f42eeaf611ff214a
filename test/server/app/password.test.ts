import { describe, expect, it } from 'vitest';
import { argon2Passwords } from '#server/password.ts';

const cheap = argon2Passwords({ memoryKiB: 64, passes: 1 });

describe('passwords', () => {
  it('are hashed by argon2id with 19 MiB and two passes, and the parameters travel with the hash', async () => {
    const hash = await argon2Passwords().hash('correct horse battery');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await cheap.verify('correct horse battery', hash)).toBe(true);
  });

  it('match their own hash only, never twice the same hash', async () => {
    const [one, two] = [await cheap.hash('pässword 10'), await cheap.hash('pässword 10')];
    expect(one).not.toBe(two);
    expect(await cheap.verify('pässword 10', one)).toBe(true);
    expect(await cheap.verify('pa\u0308ssword 10', one)).toBe(true);
    expect(await cheap.verify('Pässword 10', one)).toBe(false);
  });

  it('never match a stored string that is no hash or asks for the whole machine', async () => {
    for (const stored of ['', 'x', '$argon2id$v=19$m=9999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA', '$2b$10$abcdefghijklmnopqrstuv']) {
      expect(await cheap.verify('', stored)).toBe(false);
    }
  });

  it('are hashed two at a time', async () => {
    const hashes = await Promise.all(Array.from({ length: 12 }, (_, i) => cheap.hash(`password ${i}`)));
    const matches = await Promise.all(hashes.map((hash, i) => cheap.verify(`password ${i}`, hash)));
    expect(matches).toEqual(Array(12).fill(true));
  });
});
