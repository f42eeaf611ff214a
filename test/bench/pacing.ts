import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { createDayEngine } from '#shared/pacing/days/engine.ts';
import { decideDays } from '#shared/pacing/decide.ts';
import { createPacing } from '#shared/pacing/engine.ts';
import type { PacingInput } from '#shared/pacing/types.ts';
import { atHour, localDayOf, profileOf } from '#test/shared/pacing/days/diary.ts';
import { type LivedDay, live } from '#test/shared/pacing/days/life.ts';
import { livedDays } from '#test/shared/pacing/days/lives.ts';
import { pacingSetup, rpe, ticks } from '#test/shared/pacing/log.ts';
import type { BenchRow } from './types.ts';

const YEAR = 365;
const ROUNDS = 20;

/** A year of one patient's log decided from scratch, and both engines one step at a time, early and late in a long log. */
export function benchPacing(): BenchRow[] {
  const profile = profileOf();
  const { log } = live(fullDays(YEAR), defaultPacingConfig, profile);
  const now = { atUs: atHour(YEAR - 1, 23), localDay: localDayOf(YEAR - 1) };
  let decisions = 0;
  const scratch = best(() => {
    decisions = decideDays(defaultPacingConfig, profile, log, now).decisions.length;
  });
  const row = (what: string, ours: number, limit: number, unit: string, note: string): BenchRow => ({
    what,
    ours,
    peer: limit,
    unit,
    ratio: ours / limit,
    note: `${note}; limit: ours`,
  });
  const note = `${log.length} events validated and folded, ${decisions} decisions in words; best of ${ROUNDS}`;
  return [
    row('pacing: a year from scratch', scratch, 50, 'ms', note),
    row(
      'pacing: one second of a session, first hour',
      liveStepUs(1),
      20,
      'us/step',
      `pulse, artefacts and work, PEM-safe mode; best of ${ROUNDS}`,
    ),
    row('pacing: one second of a session, tenth hour', liveStepUs(10), 20, 'us/step', 'the same with ten times the log behind it'),
    row('pacing: one event, first year', stepUs(1), 20, 'us/event', 'append and look at the day; state is kept'),
    row('pacing: one event, tenth year', stepUs(10), 20, 'us/event', 'the same with ten times the log behind it'),
  ];
}

/** us per step of the last of some hours of a session with a tick a second and an answer a minute. */
function liveStepUs(hours: number): number {
  const log: PacingInput[] = ticks(0, 3600 * hours, 100, { rrArtefactPct: 1, workPerMinute: 400 }).flatMap((input, second) =>
    second % 60 === 30 ? [input, rpe(second, 3)] : [input],
  );
  const lastHour = log.length - Math.floor(log.length / hours);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUNDS; i++) {
    const pacing = createPacing(defaultPacingConfig, pacingSetup({ mode: 'pemSafe', quotaMinutes: 240 }));
    for (const input of log.slice(0, lastHour)) pacing.step(input);
    const from = performance.now();
    for (const input of log.slice(lastHour)) pacing.step(input);
    least = Math.min(least, ((performance.now() - from) * 1000) / (log.length - lastHour));
  }
  return least;
}

/** A diary in which every question is answered, every session rated and the wearable worn. */
function fullDays(days: number): LivedDay[] {
  return livedDays(4, days).map((day, i) => ({
    ...day,
    checkIn: true,
    rpeCr10: 3 + (i % 3),
    backgroundMinutes: 30 + ((i * 7) % 30),
    restingHeartRateBpm: 60 + (i % 4),
    redFlag: false,
  }));
}

function best(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUNDS; i++) {
    const from = performance.now();
    run();
    least = Math.min(least, performance.now() - from);
  }
  return least;
}

/** us per event of the last of some years. */
function stepUs(years: number): number {
  const { log } = live(fullDays(YEAR * years), defaultPacingConfig, profileOf());
  const lastYear = log.findIndex(({ localDay }) => localDay >= localDayOf(YEAR * (years - 1)));
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const engine = createDayEngine(defaultPacingConfig, profileOf());
    for (const event of log.slice(0, lastYear)) engine.append(event);
    const from = performance.now();
    for (const event of log.slice(lastYear)) {
      engine.append(event);
      engine.view(event.localDay);
    }
    least = Math.min(least, ((performance.now() - from) * 1000) / (log.length - lastYear));
  }
  return least;
}
