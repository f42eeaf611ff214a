import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { AMBER_SPACING_US, createPacing, decide } from '#shared/pacing/engine.ts';
import { comparePacingInputs } from '#shared/pacing/order.ts';
import type { PacingInput } from '#shared/pacing/types.ts';
import type { PacingLight } from '#shared/schema/decision.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import { withCounterfactual } from './counterfactual.ts';
import { event, pacingSetup, pain, rpe, SESSION_ID, type Tick, tick } from './log.ts';

const LIGHTS: readonly PacingLight[] = ['go', 'ease', 'rest', 'stop'];

/** Plateaus of heart rate around the ceiling of 120, some of them missing or doubtful, with artefacts now and then. */
const plateau = fc.record({
  seconds: fc.integer({ min: 1, max: 90 }),
  bpm: fc.integer({ min: 95, max: 170 }),
  wobble: fc.integer({ min: 0, max: 4 }),
  quality: fc.oneof({ weight: 6, arbitrary: fc.constant('ok' as const) }, fc.constantFrom('doubtful' as const, 'missing' as const)),
  artefactPct: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constantFrom(2, 6, 12)),
});

const heartRates = fc.array(plateau, { minLength: 1, maxLength: 9 }).map((plateaus) => {
  const ticks: Tick[] = [];
  for (const { seconds, bpm, wobble, quality, artefactPct } of plateaus) {
    for (let i = 0; i < seconds; i++) {
      const second = ticks.length;
      ticks.push(
        tick(second, quality === 'missing' ? null : bpm + ((second * 7) % (2 * wobble + 1)) - wobble, {
          heartRateQuality: quality,
          rrArtefactPct: artefactPct,
          workMinutes: second / 60,
        }),
      );
    }
  }
  return ticks;
});

const second = fc.integer({ min: 0, max: 500 });
const happening = fc.oneof(
  fc.tuple(second, fc.integer({ min: 0, max: 10 })).map(([s, nrs]) => pain(s, nrs, 1)),
  fc.tuple(second, fc.integer({ min: 0, max: 20 })).map(([s, half]) => rpe(s, half / 2, 2)),
  second.map((s) => event(s, { type: 'setStarted', setIndex: 1 }, 3)),
  fc
    .tuple(second, fc.constantFrom('work' as const, 'rest' as const, 'coolDown' as const))
    .map(([s, phase]) => event(s, { type: 'phase', phase }, 4)),
  fc
    .tuple(second, fc.boolean(), fc.integer({ min: 0, max: 2 }))
    .map(([s, screenAnswered, contraindicationCount]) =>
      event(s, { type: 'tensOn', stimulationId: SESSION_ID, screenAnswered, contraindicationCount }, 5),
    ),
  fc
    .tuple(second, fc.boolean(), fc.boolean())
    .map(([s, painful, skinProblem]) => event(s, { type: 'tensSensation', stimulationId: SESSION_ID, painful, skinProblem }, 6)),
  second.map((s) => event(s, { type: 'tensOff', stimulationId: SESSION_ID }, 7)),
  fc
    .tuple(second, fc.integer({ min: 0, max: 9 }))
    .map(([s, rare]) => (rare === 0 ? event(s, { type: 'redFlag', symptoms: ['fainting'] }, 8) : rpe(s, 2, 8))),
);
const happenings = fc.uniqueArray(happening, { maxLength: 8, selector: (input) => input.id });
const quota = fc.constantFrom(2, 20);

const inOrder = (log: readonly PacingInput[]) => [...log].sort(comparePacingInputs);

/** Severity of the light after every input of the ordered log. */
function lights(log: readonly PacingInput[], overrides: Partial<SessionSetup>): number[] {
  const pacing = createPacing(defaultPacingConfig, pacingSetup(overrides));
  return inOrder(log).map((input) => {
    pacing.step(input);
    return LIGHTS.indexOf(pacing.light);
  });
}

function expectAtLeastAsStrict(strict: readonly number[], loose: readonly number[]): void {
  expect(strict.length).toBe(loose.length);
  const milderAt = loose.findIndex((light, i) => strict[i] < light);
  expect(milderAt).toBe(-1);
}

describe('pacing', () => {
  it('P5: a higher heart rate at the same time acts at least as strictly', () => {
    fc.assert(
      fc.property(
        heartRates,
        happenings,
        quota,
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 40 }),
        (ticks, events, quotaMinutes, rises) => {
          const higher = ticks.map((input, i) =>
            input.heartRateBpm === null ? input : { ...input, heartRateBpm: input.heartRateBpm + rises[Math.floor(i / 15) % rises.length] },
          );
          expectAtLeastAsStrict(lights([...higher, ...events], { quotaMinutes }), lights([...ticks, ...events], { quotaMinutes }));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('P7: a lower ceiling acts at least as strictly', () => {
    fc.assert(
      fc.property(heartRates, happenings, fc.integer({ min: 1, max: 30 }), (ticks, events, lower) => {
        const log = [...ticks, ...events];
        expectAtLeastAsStrict(lights(log, { heartRateCeilingBpm: 125 - lower }), lights(log, { heartRateCeilingBpm: 125 }));
        expectAtLeastAsStrict(lights(log, { heartRateCeilingBpm: 125 }), lights(log, { heartRateCeilingBpm: null }));
      }),
      { numRuns: 400 },
    );
  });

  it('P6: doubtful or missing heart rate alone changes nothing: it neither trips nor relaxes the light', () => {
    fc.assert(
      fc.property(heartRates, fc.integer({ min: 1, max: 200 }), fc.boolean(), (ticks, length, doubtful) => {
        const unusable: Tick[] = Array.from({ length }, (_, i) =>
          tick(ticks.length + i, doubtful ? 190 : null, { heartRateQuality: doubtful ? 'doubtful' : 'missing', workMinutes: 1 }),
        );
        const all = lights([...ticks, ...unusable], { quotaMinutes: 60 });
        const before = all[ticks.length - 1];
        expect(all.slice(ticks.length).filter((light) => light !== before)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('P11: order and duplicates of the log do not matter, and step gives what decide gives', () => {
    fc.assert(
      fc.property(heartRates, happenings, fc.infiniteStream(fc.nat()), (ticks, events, numbers) => {
        const log: PacingInput[] = [...ticks, ...events];
        const expected = decide(defaultPacingConfig, pacingSetup(), log);
        const shuffled = [...log, ...events, ...ticks.slice(0, 20)]
          .map((input) => ({ input, key: numbers.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ input }) => input);
        expect(decide(defaultPacingConfig, pacingSetup(), shuffled)).toEqual(expected);

        const live = createPacing(defaultPacingConfig, pacingSetup());
        expect(inOrder(log).flatMap((input) => live.step(input))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('P11: moving a whole session in time moves its decisions and changes nothing else', () => {
    fc.assert(
      fc.property(heartRates, happenings, fc.integer({ min: 1, max: 400 }), (ticks, events, days) => {
        const shiftUs = days * 86_400_000_000 + 3_600_000_000;
        const log: PacingInput[] = [...ticks, ...events];
        const setup = pacingSetup();
        const moved = decide(
          defaultPacingConfig,
          { ...setup, startedUs: setup.startedUs + shiftUs },
          log.map((input) => ({ ...input, atUs: input.atUs + shiftUs })),
        );
        const expected = decide(defaultPacingConfig, setup, log);
        expect(moved.map(({ ruleIds, kind, validFromUs }) => [ruleIds, kind, validFromUs - shiftUs])).toEqual(
          expected.map(({ ruleIds, kind, validFromUs }) => [ruleIds, kind, validFromUs]),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('P12: every decision is flipped by its counterfactual', () => {
    let flipped = 0;
    fc.assert(
      fc.property(heartRates, happenings, quota, (ticks, events, quotaMinutes) => {
        const log: PacingInput[] = [...ticks, ...events];
        const setup = pacingSetup({ quotaMinutes });
        for (const decision of decide(defaultPacingConfig, setup, log)) {
          const again = decide(defaultPacingConfig, setup, withCounterfactual(log, decision));
          expect(again.map(({ id }) => id)).not.toContain(decision.id);
          flipped++;
        }
      }),
      { numRuns: 150 },
    );
    expect(flipped).toBeGreaterThan(150);
  });

  it('P15: at most one amber prompt in 2 minutes, ids once, and rest or more never waits', () => {
    fc.assert(
      fc.property(heartRates, happenings, quota, (ticks, events, quotaMinutes) => {
        const setup = pacingSetup({ quotaMinutes });
        const pacing = createPacing(defaultPacingConfig, setup);
        const decisions = [];
        for (const input of inOrder([...ticks, ...events])) {
          const before = LIGHTS.indexOf(pacing.light);
          const issued = pacing.step(input);
          const after = LIGHTS.indexOf(pacing.light);
          if (after > before && after >= LIGHTS.indexOf('rest')) expect(issued.map(({ id }) => id)).toContain(pacing.current?.id);
          decisions.push(...issued);
        }
        const amberUs = decisions.filter(({ kind }) => kind === 'ease').map(({ validFromUs }) => validFromUs);
        for (let i = 1; i < amberUs.length; i++) expect(amberUs[i] - amberUs[i - 1]).toBeGreaterThanOrEqual(AMBER_SPACING_US);
        expect(new Set(decisions.map(({ id }) => id)).size).toBe(decisions.length);
        const emergency = decisions.findIndex(({ kind }) => kind === 'emergency');
        if (emergency >= 0) expect(emergency).toBe(decisions.length - 1);
      }),
      { numRuns: 300 },
    );
  });
});
