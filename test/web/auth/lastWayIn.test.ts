import { expect, test } from 'vitest';
import { isLastWayIn } from '#web/auth/passkeyList.tsx';

test('a passkey may go only while another way into the account is left', () => {
  expect(isLastWayIn({ hasPassword: false, passkeyCount: 1 })).toBe(true);
  expect(isLastWayIn({ hasPassword: false, passkeyCount: 2 })).toBe(false);
  expect(isLastWayIn({ hasPassword: true, passkeyCount: 1 })).toBe(false);
});
