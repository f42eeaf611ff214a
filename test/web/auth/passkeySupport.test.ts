import { expect, test } from 'vitest';
import { passkeySupport } from '#web/auth/passkey.ts';

const place = (hostname: string, port = '8787', protocol = 'http:') => ({ hostname, port, protocol });

test('localhost and a secure name can have passkeys', () => {
  expect(passkeySupport(place('localhost'), true, true)).toEqual({ available: true });
  expect(passkeySupport(place('physio.example', '', 'https:'), true, true)).toEqual({ available: true });
});

test('a loopback address names the address that would work', () => {
  for (const hostname of ['127.0.0.1', '[::1]']) {
    const support = passkeySupport(place(hostname), true, true);
    expect(support).toMatchObject({ available: false, why: expect.stringContaining('http://localhost:8787') });
  }
});

test.each([
  ['an IP address on the network', place('192.168.1.20', '', 'https:'), true, true],
  ['plain http', place('physio.example'), false, true],
  ['a browser without them', place('physio.example', '', 'https:'), true, false],
])('%s: says why and leaves the password', (_name, where, secure, supported) => {
  const support = passkeySupport(where, secure, supported);
  expect(support).toMatchObject({ available: false, why: expect.stringContaining('password') });
});
