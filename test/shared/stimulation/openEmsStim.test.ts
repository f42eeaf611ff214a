import { expect, it } from 'vitest';
import { readOpenEmsCommand } from '#shared/stimulation/openEmsStim.ts';

it('reads what a person sent to the board', () => {
  expect(readOpenEmsCommand('C0I50T1000G')).toEqual({ channel: 0, intensityPct: 50, durationMs: 1000 });
  expect(readOpenEmsCommand(' c1i100t750g ')).toEqual({ channel: 1, intensityPct: 100, durationMs: 750 });
});

it('knows that the board ends a train after five seconds', () => {
  expect(readOpenEmsCommand('C1I10T60000G')?.durationMs).toBe(5000);
});

it.each(['', 'C2I50T1000G', 'C0I101T1000G', 'C0I50T1000', 'C0I-5T1000G', 'C0I5.5T10G', 'WV,001C,43304935.'])(
  'takes %j for no command',
  (text) => {
    expect(readOpenEmsCommand(text)).toBeNull();
  },
);
