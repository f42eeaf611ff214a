import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionIsLive, sessionLimits } from '#server/services/auth/limits.ts';
import { createRateLimit } from '#server/services/auth/rateLimit.ts';
import { allowedOrigins, relyingParty } from '#server/services/auth/relyingParty.ts';
import { newToken, tokenHash } from '#server/services/auth/token.ts';
import { describeUserAgent } from '#server/services/auth/userAgent.ts';

const MINUTE_US = 60_000_000;
const HOUR_US = 60 * MINUTE_US;
const DAY_US = 24 * HOUR_US;

describe('token', () => {
  it('carries 256 bits in 43 characters', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, i) => 250 + i);
    expect(newToken({ bytes: () => bytes })).toBe(Buffer.from(bytes).toString('base64url'));
  });

  it('is stored as SHA-256 (FIPS 180-4 example "abc")', async () => {
    expect(tokenHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('session limits', () => {
  it('locks a PT after 12 hours without use and a patient after 30 days', () => {
    const session = { lastSeenAtUs: 0, expiresAtUs: 400 * DAY_US, revokedAtUs: null };
    expect(sessionIsLive(session, 'pt', 12 * HOUR_US - 1)).toBe(true);
    expect(sessionIsLive(session, 'pt', 12 * HOUR_US)).toBe(false);
    expect(sessionIsLive(session, 'admin', 12 * HOUR_US)).toBe(false);
    expect(sessionIsLive(session, 'patient', 30 * DAY_US - 1)).toBe(true);
    expect(sessionIsLive(session, 'patient', 30 * DAY_US)).toBe(false);
  });

  it('ends at the absolute limit however much it is used, and at once when revoked', () => {
    for (const role of ['patient', 'pt'] as const) {
      const { absoluteUs } = sessionLimits(role);
      const used = { lastSeenAtUs: absoluteUs - 1, expiresAtUs: absoluteUs, revokedAtUs: null };
      expect(sessionIsLive(used, role, absoluteUs - 1)).toBe(true);
      expect(sessionIsLive(used, role, absoluteUs)).toBe(false);
      expect(sessionIsLive({ ...used, revokedAtUs: 5 }, role, 10)).toBe(false);
    }
  });
});

describe('rate limit', () => {
  it('never lets more attempts through than allowed in any window, and says how long to wait', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 * MINUTE_US }), { minLength: 1, maxLength: 60 }), (steps) => {
        const limit = createRateLimit({ attempts: 5, windowUs: 15 * MINUTE_US, maxKeys: 10 });
        const allowed: number[] = [];
        let nowUs = 0;
        for (const step of steps) {
          nowUs += step;
          const waitS = limit.take('someone', nowUs);
          const inWindow = allowed.filter((at) => nowUs - at < 15 * MINUTE_US);
          expect(waitS === 0).toBe(inWindow.length < 5);
          if (waitS === 0) allowed.push(nowUs);
          else expect(limit.take('someone', nowUs + waitS * 1_000_000)).toBe(0);
          if (waitS !== 0) allowed.push(nowUs + waitS * 1_000_000);
          if (waitS !== 0) nowUs += waitS * 1_000_000;
        }
      }),
    );
  });

  it('forgets a key after a success and never remembers more keys than its bound', () => {
    const limit = createRateLimit({ attempts: 1, windowUs: HOUR_US, maxKeys: 2 });
    expect(limit.take('a', 0)).toBe(0);
    expect(limit.take('a', 1)).toBe(3600);
    limit.forget('a');
    expect(limit.take('a', 2)).toBe(0);
    limit.take('b', 3);
    limit.take('c', 4);
    expect(limit.take('a', 5)).toBe(0);
  });
});

describe('relying party', () => {
  it('treats the two names of this computer as one place', () => {
    expect(allowedOrigins('http://127.0.0.1:8787')).toEqual(['http://127.0.0.1:8787', 'http://localhost:8787']);
    expect(relyingParty('http://127.0.0.1:8787', 'http://localhost:8787')).toEqual({ id: 'localhost', origin: 'http://localhost:8787' });
    expect(relyingParty('https://evenpace.example', null)).toEqual({ id: 'evenpace.example', origin: 'https://evenpace.example' });
  });

  it('refuses an IP address and says where to go', () => {
    const refused = () => relyingParty('http://127.0.0.1:8787', 'http://127.0.0.1:8787');
    expect(refused).toThrow('Open http://localhost:8787');
    expect(() => relyingParty('http://192.168.0.4:8787', null)).toThrow('by its name');
  });

  it('refuses an origin that is not ours', () => {
    expect(() => relyingParty('https://evenpace.example', 'https://elsewhere.example')).toThrow('https://evenpace.example');
  });
});

describe('user agent', () => {
  it('keeps browser and system and nothing else', () => {
    const android = 'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36';
    const iphone =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
    expect(describeUserAgent(android)).toBe('Chrome on Android');
    expect(describeUserAgent(iphone)).toBe('Safari on iOS');
    expect(describeUserAgent(null)).toBe('Unknown browser');
  });
});
