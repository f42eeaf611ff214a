import { describe, expect, it } from 'vitest';
import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { createDayEngine } from '#shared/pacing/days/engine.ts';
import type { DayView } from '#shared/pacing/days/types.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { decidedBy, localDayOf, morning, on, plan, profileOf, session, told, trial } from './diary.ts';
import { CALM_DAY, type LivedDay, live } from './life.ts';
import { livedDays } from './lives.ts';

const green = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => morning(from + i, 3));
const start = [...green(0, 7), trial(1, 20), trial(3, 25), trial(5, 30), plan(7, 1, 20)];
const done = [7, 8, 10, 11, 13].map((day) => session(day, 20));
const pemSafe = (day: number) => on(day, 6, { type: 'modeSet', mode: 'pemSafe', reason: 'screened' });

/** Sessions of several lengths whose ratings follow a tolerance, min: an effort of 7 at as long as that. */
function ratedSession(day: number, toleranceMinutes: number): Partial<LivedDay> {
  const minutes = [12, 18, 15, 19, 13][day % 5];
  return { minutes, rpeCr10: Math.min(10, Math.round((14 * minutes) / toleranceMinutes) / 2) };
}

/** Mornings of a life with rated sessions. */
function rated(
  count: number,
  profile: Profile,
  dayOf: (day: number) => Partial<LivedDay>,
  toleranceMinutes: (day: number) => number = () => 22,
) {
  const days = Array.from(
    { length: count },
    (_, day): LivedDay => ({ ...CALM_DAY, ...ratedSession(day, toleranceMinutes(day)), ...dayOf(day) }),
  );
  return live(days, defaultPacingConfig, profile).mornings;
}

const quotasAbove = (low: readonly DayView[], high: readonly DayView[]) =>
  low
    .filter(({ quotaMinutes }, i) => (quotaMinutes ?? 0) > (high[i].quotaMinutes ?? 0))
    .map(({ localDay, quotaMinutes }) => [localDay, quotaMinutes]);

/** A life of the standard mode, and the same one with the PEM-safe mode from a day on. */
function bothModes(count: number, pemSafeFrom: number, dayOf: (day: number) => Partial<LivedDay>) {
  const days = Array.from({ length: count }, (_, day): LivedDay => ({ ...CALM_DAY, ...dayOf(day) }));
  const safe = days.map((day, i): LivedDay => (i === pemSafeFrom ? { ...day, mode: 'pemSafe' } : day));
  const [standard, inMode] = [days, safe].map((each) => live(each, defaultPacingConfig, profileOf()).mornings);
  return { standard, inMode };
}

/** Each was found by a property with generated lives, or by a clinic that lived through it. */
describe('found before', () => {
  it('P10: a rise that still waited could be accepted after the change to PEM-safe mode', () => {
    const steady = [...start, ...green(7, 16), ...done];
    expect(decidedBy(15, steady).today.proposal).toMatchObject({ quotaMinutes: 21, answer: null });
    expect(decidedBy(15, [...steady, pemSafe(15)]).today.proposal).toBeNull();
    expect(decidedBy(15, [...steady, on(15, 6, { type: 'redFlag', symptoms: ['fainting'] })]).today.proposal).toBeNull();
  });

  it('P10: the PEM-safe cap took the place of a deeper cut of the review', () => {
    const sore = [7, 8, 9, 10, 11].map((day) => morning(day, 5));
    const hard = [...start, ...sore, ...green(12, 15), ...done];
    expect(decidedBy(14, hard).today.proposal?.quotaMinutes).toBe(17);
    expect(decidedBy(14, [...hard, pemSafe(14)]).today.proposal?.quotaMinutes).toBe(17);
  });

  // Seed 1179575246, path 68199:31:31:31, was 0.01 min above; this life was 1.2 min above.
  it('P10: the PEM-safe cap became the schedule, so that a quota following tolerance ended above that of the standard mode', () => {
    // Two sore weeks; sessions get easier until day 49 and hard after it; PEM-safe from day 52 on.
    const toleranceMinutes = (day: number) => (day < 49 ? 22 + (22 * day) / 49 : Math.max(12, 44 - (32 * (day - 49)) / 21));
    const { standard, inMode } = bothModes(73, 52, (day) => {
      const sore = (day >= 7 && day < 21) || (day >= 49 && day % 7 < 3);
      return { ...ratedSession(day, toleranceMinutes(day)), painNrs: sore ? 5 : 3 };
    });
    expect(quotasAbove(inMode, standard)).toEqual([]);
    const cap = inMode.flatMap(({ findings }) => findings.filter(({ ruleId }) => ruleId === 'A10'))[0].value;
    expect(standard.at(-1)?.quotaMinutes).toBeLessThan(Number(cap));
  });

  it('P10: after two stable weeks the PEM-safe mode proposed a bigger rise than the standard mode', () => {
    const { standard, inMode } = bothModes(43, 15, (day) => ({
      minutes: 16,
      rpeCr10: 6.3,
      painNrs: (day >= 7 && day < 21) || [23, 24, 25, 30, 31, 32].includes(day) ? 5 : 3,
      riseAgreed: day >= 28,
    }));
    const last = [standard, inMode].map((mornings) => mornings.at(-1)?.proposal);
    expect(last).toMatchObject([
      { ruleId: 'A13', quotaMinutes: 12.9 },
      { ruleId: 'A10', quotaMinutes: 12.9 },
    ]);
    expect(last[1]?.scheduleMinutes).toBeLessThanOrEqual(last[0]?.scheduleMinutes ?? 0);
  });

  it('A10: a cap that was accepted as it was shown, to a tenth, was above the cap and asked for less again', () => {
    const trials = [...green(0, 7), trial(1, 20), trial(3, 25), trial(5, 31), plan(7, 1, 20)];
    const asked = decidedBy(14, [...trials, pemSafe(9), ...green(7, 15)]);
    expect(asked.today.proposal).toMatchObject({ ruleId: 'A10', quotaMinutes: 17.7 });
    const accepted = plan(14, 2, 17.7, { proposalId: asked.today.proposal?.id });
    const after = decidedBy(21, [...trials, pemSafe(9), ...green(7, 22), accepted]).days;
    expect(told(after).filter((line) => /^(1[5-9]|2\d) A10/.test(line))).toEqual([]);
  });

  it('P1: a quota at its minimum kept its schedule where that of a less sore life was cut, and rose further later', () => {
    const profile = profileOf({ limits: { ...profileOf().limits, doseMinMinutes: 15 } });
    const [sorer, better] = [7, 14].map((soreFrom) => rated(51, profile, (day) => ({ painNrs: day >= soreFrom && day < 28 ? 5 : 3 })));
    expect(quotasAbove(sorer, better)).toEqual([]);
    expect(better.at(-1)?.quotaMinutes).toBeGreaterThan(15);
  });

  it('P8: a quota at its maximum fell with tolerance in a week in which one below it rose past it', () => {
    const profile = profileOf({ limits: { ...profileOf().limits, doseMaxMinutes: 17.8 } });
    const [boomed, calm] = [16, -1].map((boomDay) =>
      rated(
        51,
        profile,
        (day) => ({ extraMinutes: day === boomDay ? 40 : 0 }),
        (day) => (day < 14 ? 22 : 12),
      ),
    );
    expect(quotasAbove(boomed, calm)).toEqual([]);
  });

  it('P1, P2: a dose made smaller on a sore day hid a boom, so that the sorer life rose', () => {
    const week = (pain: number, minutes: number) => [
      ...start,
      ...green(7, 9),
      morning(9, pain),
      ...green(10, 15),
      ...done,
      session(9, minutes),
      session(9, 11, { planned: false }, 1),
    ];
    const reviewed = [week(3, 20), week(5, 16)].map((log) => told(decidedBy(14, log).days).at(-1));
    expect(reviewed).toEqual(['14 A3 hold 20', '14 A3 hold 20']);
  });

  it('P8: booms in the first weeks with the wearable became the usual background', () => {
    const busy = (day: number, loadMinutes: number) => on(day, 22, { type: 'background', loadMinutes, dayShare: 1, quality: 'ok' });
    const quiet = [0, 1, 2, 3, 4, 5].map((day) => busy(day, 40));
    const boomed = [...start, ...green(7, 15), ...done, ...quiet, ...[7, 8, 9, 10, 11, 12].map((day) => busy(day, 95))];
    expect(told(decidedBy(14, boomed).days).filter((line) => line.startsWith('14 A3'))).toEqual(['14 A3 hold 20']);
  });

  // Seed 516618911. Not a fault: days before the first plan are the only ones no plan has shaped, so they are what "usual" means (load.ts). Leaving
  // them out would leave A5 and A14 without any usual at all; a median of 5 whole days or more withstands an odd one unless they were split already.
  it('P8: a busy day before the first plan is part of what is usual, one after it never is', () => {
    const busy = (day: number, loadMinutes: number) => on(day, 22, { type: 'background', loadMinutes, dayShare: 1, quality: 'ok' });
    const split = (first: number) => [first, 40, 40, 40, 60, 60, 60].map((loadMinutes, day) => busy(day, loadMinutes));
    const week = [...start, ...green(7, 15), ...done, busy(9, 95)];
    const review = (before: readonly PatientEvent[], after: readonly PatientEvent[] = []) =>
      told(decidedBy(14, [...week, ...before, ...after]).days).filter((line) => line.startsWith('14 A3'));
    expect(review(split(40))).toEqual(['14 A3 hold 20']);
    expect(review(split(100))).toEqual(['14 A3 proposal 21']);
    expect(review(split(40), [busy(8, 100)])).toEqual(['14 A3 hold 20']);
  });

  it('A13: nine of ten falls asked for less than anybody would notice; in steps of the first quota hardly any does', () => {
    const fallsPct = (fallStepPct: number) =>
      Array.from({ length: 150 }, (_, seed) => live(livedDays(seed, 65), { version: 1, parameters: { A13: { fallStepPct } } }, profileOf()))
        .flatMap(({ mornings }) =>
          mornings.flatMap(({ findings }) => findings.filter(({ ruleId, kind }) => ruleId === 'A13' && kind === 'proposal')),
        )
        .map(({ value, facts }) => 100 * (1 - Number(value) / Number(facts[0].value)))
        .filter((pct) => pct > 0);
    const [followed, stepped] = [fallsPct(0), fallsPct(5)];
    const small = (falls: readonly number[]) => falls.filter((pct) => pct < 2).length;
    expect(small(followed)).toBeGreaterThan(10);
    expect(small(stepped)).toBeLessThan(small(followed) / 8);
    expect(stepped.length).toBeGreaterThan(3);
  });

  it('P2: a plan made in the evening raised the dose of a morning without an answer', () => {
    const evening = { ...plan(14, 2, 21), atUs: on(14, 21, { type: 'riseAgreed', agreed: true }).atUs };
    expect(decidedBy(15, [...start, ...green(7, 15), ...done, evening]).today.doseMinutes).toBe(20);
    expect(decidedBy(15, [...start, ...green(7, 16), ...done, evening]).today.doseMinutes).toBe(21);
  });

  it('P11: looking at a day before the first event counted as a day of the baseline', () => {
    const engine = createDayEngine(defaultPacingConfig, profileOf());
    engine.view(localDayOf(0));
    for (const event of [trial(3, 20), trial(4, 25), trial(5, 30)]) engine.append(event);
    expect([engine.view(localDayOf(9)).proposal, engine.view(localDayOf(10)).proposal?.quotaMinutes]).toEqual([null, 20]);
  });

  it('P12: a proposal that was answered on its own day changed under the answer', () => {
    const steady = [...start, ...green(7, 15), ...done];
    const asked = decidedBy(14, steady).today;
    expect(asked.proposal).toMatchObject({ ruleId: 'A3', quotaMinutes: 21, answer: null });
    const answered = decidedBy(14, [...steady, plan(14, 2, 21, { proposalId: asked.proposal?.id })]).today;
    expect(answered.proposal).toMatchObject({ quotaMinutes: 21, answer: 'accepted' });
    expect(answered.quotaMinutes).toBe(21);
    const found = ({ findings }: typeof asked) => findings.filter(({ kind }) => kind === 'proposal');
    expect(found(answered)).toEqual(found(asked));
  });
});
