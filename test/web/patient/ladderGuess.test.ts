import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { freshDb } from '#test/web/store/parts.ts';
import { forgetGuess, keepGuess, keptGuess } from '#web/patient/ladderGuess.ts';

it('a guess waits for its own day and step only, until it is answered', async () => {
  const db = freshDb();
  const guess = { day: '2026-03-02', step: 1, expectedHarm: 60 };
  await keepGuess(db, guess);
  expect(await keptGuess(db, '2026-03-02', 1)).toEqual(guess);
  expect(await keptGuess(db, '2026-03-03', 1)).toBeNull();
  expect(await keptGuess(db, '2026-03-02', 0)).toBeNull();
  await forgetGuess(db);
  expect(await keptGuess(db, '2026-03-02', 1)).toBeNull();
});
