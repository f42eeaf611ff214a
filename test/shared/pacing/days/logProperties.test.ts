import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { createDayEngine } from '#shared/pacing/days/engine.ts';
import type { DayView } from '#shared/pacing/days/types.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { withDayCounterfactual } from './counterfactual.ts';
import { decidedBy, decisionsOf, FIRST_DAY, localDayOf, profileOf } from './diary.ts';
import { live } from './life.ts';
import { diary, random, runs } from './lives.ts';

const profile = profileOf();
const logOf = (days: Parameters<typeof live>[0]) => live(days, defaultPacingConfig, profile).log;

/** Every day's view of a log, folded without validation. */
function views(log: readonly PatientEvent[], until: number, shiftDays = 0): DayView[] {
  const engine = createDayEngine(defaultPacingConfig, profile);
  const byDay = new Map<string, PatientEvent[]>();
  for (const event of log) byDay.set(event.localDay, [...(byDay.get(event.localDay) ?? []), event]);
  return Array.from({ length: until + 1 }, (_, i) => {
    const localDay = localDayOfNumber(FIRST_DAY + shiftDays + i);
    for (const event of byDay.get(localDay) ?? []) engine.append(event);
    return engine.view(localDay);
  });
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const next = random(seed);
  return items
    .map((item) => ({ item, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

describe('the log across days', () => {
  it('P11: order and duplicates do not matter, and step by step gives what the whole log gives', () => {
    fc.assert(
      fc.property(diary, fc.integer(), ({ days }, seed) => {
        const log = logOf(days);
        const until = days.length - 1;
        const expected = decidedBy(until, log);
        const messy = decidedBy(until, shuffled([...log, ...log.slice(0, 40)], seed));
        expect(messy).toEqual(expected);
        expect(views(log, until).filter(({ day }) => day >= (expected.days[0]?.day ?? 0))).toEqual(expected.days);
      }),
      runs(0.04),
    );
  });

  it('P11: another time zone, daylight saving or another year move the answers and change nothing else', () => {
    fc.assert(
      fc.property(diary, fc.integer({ min: -12, max: 14 }), fc.integer({ min: 0, max: 400 }), ({ days }, offsetH, shiftDays) => {
        const log = logOf(days);
        const until = days.length - 1;
        // West of day 12 the clock is an hour behind: daylight saving ends in the middle of the diary.
        const movedDay = (localDay: string) =>
          localDayOfNumber(FIRST_DAY + shiftDays + Math.round((Date.parse(localDay) - Date.parse(localDayOf(0))) / 86_400_000));
        const moved = log.map((event) => ({
          ...event,
          ...('proposalId' in event && event.proposalId !== null
            ? { proposalId: event.proposalId.slice(0, -10) + movedDay(event.proposalId.slice(-10)) }
            : {}),
          atUs: event.atUs + (shiftDays * 24 - offsetH + (event.localDay > localDayOf(12) ? 1 : 0)) * 3_600_000_000,
          localDay: movedDay(event.localDay),
        }));
        const shape = ({ state, colour, doseMinutes, quotaMinutes, findings }: DayView) => [
          state,
          colour,
          doseMinutes,
          quotaMinutes,
          findings.map(({ ruleId, kind, value }) => [ruleId, kind, value]),
        ];
        expect(views(moved, until, shiftDays).map(shape)).toEqual(views(log, until).map(shape));
      }),
      runs(0.2),
    );
  });

  it('P12: every decision is flipped by its counterfactual', () => {
    const flipped: Record<string, number> = {};
    fc.assert(
      fc.property(diary, fc.integer(), ({ days }, seed) => {
        const log = logOf(days);
        const until = days.length - 1;
        const decisions = decisionsOf({ days: views(log, until) }).filter(({ counterfactual }) => counterfactual !== null);
        for (const decision of shuffled(decisions, seed).slice(0, 3)) {
          const changed = withDayCounterfactual(log, decision, profile.painReferenceNrs ?? 0);
          const again = decisionsOf({ days: views(changed, until) }).find(({ id }) => id === decision.id);
          expect([again?.kind, again?.value], `${decision.id}: ${decision.counterfactual?.text}`).not.toEqual([
            decision.kind,
            decision.value,
          ]);
          flipped[decision.ruleIds[0]] = (flipped[decision.ruleIds[0]] ?? 0) + 1;
        }
      }),
      runs(0.3),
    );
    expect(Object.keys(flipped).length).toBeGreaterThanOrEqual(10);
  });
});
