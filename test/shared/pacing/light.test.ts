import { describe, expect, it } from 'vitest';
import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { createPacing } from '#shared/pacing/engine.ts';
import type { PacingInput } from '#shared/pacing/types.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import { event, pacingSetup, pain, rpe, SESSION_ID, ticks } from './log.ts';

/** "0 go, 92 ease": the light's changes by second. */
function lights(log: readonly PacingInput[], overrides: Partial<SessionSetup> = {}): string {
  const setup = pacingSetup(overrides);
  const pacing = createPacing(defaultPacingConfig, setup);
  const changes = [`0 ${pacing.light}`];
  for (const input of log) {
    const before = pacing.light;
    pacing.step(input);
    if (pacing.light !== before) changes.push(`${(input.atUs - setup.startedUs) / 1_000_000} ${pacing.light}`);
  }
  return changes.join(', ');
}

describe('the light', () => {
  it('stays at ease until the pulse has been 3 below the ceiling for 30 s', () => {
    const log = [...ticks(0, 60, 126), ...ticks(60, 90, 119), ...ticks(90, 150, 117)];
    expect(lights(log)).toBe('0 go, 30 ease, 122 go');
  });

  it('stays at rest until the next set starts', () => {
    const log = [...ticks(0, 70, 140), ...ticks(70, 80, 125), event(80, { type: 'setStarted', setIndex: 1 }), ...ticks(80, 85, 100)];
    expect(lights(log)).toBe('0 go, 30 ease, 60 rest, 80 ease');
  });

  it('stays at rest until the pulse has been 10 below the ceiling for 30 s', () => {
    expect(lights([...ticks(0, 70, 140), ...ticks(70, 150, 108)])).toBe('0 go, 30 ease, 60 rest, 102 go');
  });

  it('is not relaxed by a strap that falls off, but by an answer that the effort is fine', () => {
    const log = [...ticks(0, 40, 126), ...ticks(40, 300, null), rpe(300, 3), ...ticks(301, 310, null)];
    expect(lights(log)).toBe('0 go, 30 ease, 300 go');
  });

  it('goes back to go when the pain has come down', () => {
    expect(lights([pain(0, 2), pain(60, 4), pain(120, 3)])).toBe('0 go, 60 ease, 120 go');
  });

  it('stays at stop once training has ended, whatever comes', () => {
    expect(lights([pain(0, 8), pain(60, 0), ...ticks(61, 200, 70), rpe(201, 1)])).toBe('0 go, 0 stop');
  });

  it('follows a painful TENS until it is off', () => {
    const log = [
      event(5, { type: 'tensOn', stimulationId: SESSION_ID, screenAnswered: true, contraindicationCount: 0 }),
      event(9, { type: 'tensSensation', stimulationId: SESSION_ID, painful: true, skinProblem: false }),
      event(20, { type: 'tensOff', stimulationId: SESSION_ID }),
    ];
    expect(lights(log)).toBe('0 go, 9 rest, 20 go');
  });

  it('does not follow a high pulse at the gate or in a rest, where nobody can slow down', () => {
    expect(lights([event(0, { type: 'phase', phase: 'gate' }), ...ticks(0, 200, 150)])).toBe('0 go');
    expect(lights([event(0, { type: 'phase', phase: 'gate' }), event(9, { type: 'gatePassed' }), ...ticks(10, 45, 125)])).toBe(
      '0 go, 40 ease',
    );
    expect(lights([event(0, { type: 'phase', phase: 'rest' }), ...ticks(0, 119, 150)])).toBe('0 go');
  });
});

describe('prompts', () => {
  it('are at most one amber in 2 minutes, while the light itself does not wait', () => {
    const setup = pacingSetup();
    const pacing = createPacing(defaultPacingConfig, setup);
    const told: string[] = [];
    const log: PacingInput[] = [pain(0, 2), rpe(10, 6), rpe(20, 4), pain(30, 4), ...ticks(31, 200, 80)];
    for (const input of log) for (const { id } of pacing.step(input)) told.push(id.split(':').slice(1).join(' '));
    expect(told).toEqual([`L3 ${setup.startedUs + 10_000_000} ease`, `L7 ${setup.startedUs + 130_000_000} ease`]);

    const first = createPacing(defaultPacingConfig, setup);
    for (const input of log.slice(0, 4)) first.step(input);
    expect(first.light).toBe('ease');
  });

  it('never hold back a rest', () => {
    const pacing = createPacing(defaultPacingConfig, pacingSetup());
    expect(pacing.step(rpe(0, 6)).map(({ kind }) => kind)).toEqual(['ease']);
    expect(pacing.step(rpe(1, 9)).map(({ kind }) => kind)).toEqual(['rest']);
    expect(pacing.current?.kind).toBe('rest');
  });

  it('about moving are not held back by TENS that is still to be turned off', () => {
    const on = event(0, { type: 'tensOn', stimulationId: SESSION_ID, screenAnswered: false, contraindicationCount: 0 });
    const pacing = createPacing(defaultPacingConfig, pacingSetup());
    const kinds = [on, ...ticks(0, 70, 140)].flatMap((input) => pacing.step(input).map(({ kind }) => kind));
    expect(kinds).toEqual(['tensOff', 'ease', 'rest']);
  });
});
