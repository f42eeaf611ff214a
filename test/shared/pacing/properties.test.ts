import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { AMBER_SPACING_US, createPacing, decide } from '#shared/pacing/engine.ts';
import { comparePacingInputs } from '#shared/pacing/order.ts';
import { lightOf, severityOf } from '#shared/pacing/severity.ts';
import type { PacingConfig, PacingInput } from '#shared/pacing/types.ts';
import type { Decision, PacingLight } from '#shared/schema/decision.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import { withCounterfactual } from './counterfactual.ts';
import { random, runs } from './days/lives.ts';
import { pacingSetup, tick } from './log.ts';
import { type LivedSession, livedSession, raised, sessions } from './sessions.ts';

const LIGHTS: readonly PacingLight[] = ['go', 'ease', 'rest', 'stop'];

/** Drift is told after 5 minutes instead of 10, so that sessions of a property can be short. */
const EARLY_DRIFT: PacingConfig = { version: 1, parameters: { L4: { afterMinutes: 5 } } };
/** 5 min of warm-up and the two minutes that later ones are compared with. */
const REFERENCE_S = 7 * 60;

/** The first second of exercise with pulse and work that another one follows within 5 s. */
function measuredFromS({ ticks, phases }: LivedSession): number {
  const measured = ticks.flatMap(({ heartRateQuality, workPerMinute }, i) =>
    heartRateQuality === 'ok' && workPerMinute !== null && phases[i] !== 'gate' ? [i] : [],
  );
  return measured.find((second, i) => measured[i + 1] - second <= 5) ?? ticks.length;
}

const inOrder = (log: readonly PacingInput[]) => [...log].sort(comparePacingInputs);
const rises = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 40 });

/** Severity of the light after every input of the ordered log. */
function lights(log: readonly PacingInput[], overrides: Partial<SessionSetup>, config = defaultPacingConfig): number[] {
  const pacing = createPacing(config, pacingSetup(overrides));
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
      fc.property(sessions(), rises, ({ ticks, events, setup }, higher) => {
        expectAtLeastAsStrict(lights([...raised(ticks, higher), ...events], setup), lights([...ticks, ...events], setup));
      }),
      runs(),
    );
  });

  // What is compared with a pulse of before (L4, L5) gets stricter with a higher pulse after it, and with nothing else.
  it('P5: and in a rest, when the own usual fall is known', () => {
    fc.assert(
      fc.property(sessions({ history: true }), rises, ({ ticks, events, setup, phases }, higher) => {
        const inRests = raised(ticks, higher, (second) => phases[second] === 'rest');
        expectAtLeastAsStrict(lights([...inRests, ...events], setup), lights([...ticks, ...events], setup));
      }),
      runs(),
    );
  });

  it('P5: and after the reference minutes, when work is known', () => {
    fc.assert(
      fc.property(sessions({ work: true }), rises, (lived, higher) => {
        const { ticks, events, setup } = lived;
        const fromS = measuredFromS(lived) + REFERENCE_S + 10;
        const later = raised(ticks, higher, (second) => second > fromS);
        expectAtLeastAsStrict(lights([...later, ...events], setup, EARLY_DRIFT), lights([...ticks, ...events], setup, EARLY_DRIFT));
      }),
      runs(),
    );
  });

  it('P6: doubtful or missing heart rate alone changes nothing: it neither trips nor relaxes the light', () => {
    fc.assert(
      fc.property(
        sessions({ history: true }),
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        ({ ticks, events, setup }, length, doubtful) => {
          const before = events.filter(({ atUs }) => atUs <= ticks[ticks.length - 1].atUs);
          const unusable = Array.from({ length }, (_, i) =>
            tick(ticks.length + i, doubtful ? 190 : null, {
              heartRateQuality: doubtful ? 'doubtful' : 'missing',
              workMinutes: ticks[ticks.length - 1].workMinutes,
            }),
          );
          const all = lights([...ticks, ...before, ...unusable], setup);
          const last = all[all.length - length - 1];
          expect(all.slice(-length).filter((light) => light !== last)).toEqual([]);
        },
      ),
      runs(),
    );
  });

  it('P6: without a word from the person there is no emergency, no block and no end of the training, whatever the sensors say', () => {
    fc.assert(
      fc.property(sessions({ history: true }), ({ ticks, setup }) => {
        const kinds = decide(defaultPacingConfig, pacingSetup({ ...setup, quotaMinutes: 60 }), ticks).map(({ kind }) => kind);
        expect(kinds.filter((kind) => severityOf(kind) > severityOf('rest'))).toEqual([]);
      }),
      runs(),
    );
  });

  it('P7: a lower ceiling acts at least as strictly', () => {
    fc.assert(
      fc.property(sessions({ history: true }), fc.integer({ min: 1, max: 30 }), ({ log, setup }, lower) => {
        const at = (heartRateCeilingBpm: number | null) => lights(log, { ...setup, heartRateCeilingBpm });
        const middle = at(125);
        expectAtLeastAsStrict(at(125 - lower), middle);
        expectAtLeastAsStrict(middle, at(null));
      }),
      runs(),
    );
  });

  it('P10, live: the PEM-safe mode acts at least as strictly as the standard mode', () => {
    fc.assert(
      fc.property(sessions({ history: true }), ({ log, setup }) => {
        expectAtLeastAsStrict(lights(log, { ...setup, mode: 'pemSafe' }), lights(log, { ...setup, mode: 'standard' }));
      }),
      runs(),
    );
  });

  it('P11: order and duplicates of the log do not matter, and step gives what decide gives', () => {
    fc.assert(
      fc.property(sessions({ work: true, history: true }), ({ seed, log, ticks, events, setup }) => {
        const expected = decide(EARLY_DRIFT, pacingSetup(setup), log);
        const next = random(seed);
        const shuffled = [...log, ...events, ...ticks.slice(0, 20)]
          .map((input) => ({ input, key: next() }))
          .sort((a, b) => a.key - b.key)
          .map(({ input }) => input);
        expect(decide(EARLY_DRIFT, pacingSetup(setup), shuffled)).toEqual(expected);

        const live = createPacing(EARLY_DRIFT, pacingSetup(setup));
        expect(inOrder(log).flatMap((input) => live.step(input))).toEqual(expected);
      }),
      runs(),
    );
  });

  it('P11: moving a whole session in time moves its decisions and changes nothing else', () => {
    fc.assert(
      fc.property(sessions({ history: true }), fc.integer({ min: 1, max: 400 }), ({ seed, log, ticks, setup }, days) => {
        const shiftUs = days * 86_400_000_000 + 3_600_000_000;
        const begun = pacingSetup(setup);
        const moved = decide(
          defaultPacingConfig,
          { ...begun, startedUs: begun.startedUs + shiftUs },
          livedSession(seed, ticks.length, { history: true }).log.map((input) => ({ ...input, atUs: input.atUs + shiftUs })),
        );
        const expected = decide(defaultPacingConfig, begun, log);
        expect(moved.map(({ ruleIds, kind, validFromUs, patientText }) => [ruleIds, kind, validFromUs - shiftUs, patientText])).toEqual(
          expected.map(({ ruleIds, kind, validFromUs, patientText }) => [ruleIds, kind, validFromUs, patientText]),
        );
      }),
      runs(),
    );
  });

  it('P12: every decision carries facts, evidence and settings, and is flipped by its counterfactual', () => {
    const flipped = new Map<string, number>();
    fc.assert(
      fc.property(sessions({ work: true, history: true }), ({ log, setup }) => {
        const begun = pacingSetup(setup);
        for (const decision of decide(EARLY_DRIFT, begun, log)) {
          const until = log.filter(({ atUs }) => atUs <= decision.validFromUs);
          const again = decide(EARLY_DRIFT, begun, withCounterfactual(until, decision));
          if (again.some(({ id }) => id === decision.id)) throw new Error(`${decision.id} is not flipped by its counterfactual`);
          if (decision.facts.length === 0 || !/^[0-9a-f]{16}$/.test(decision.configHash))
            throw new Error(`${decision.id} cannot be traced`);
          flipped.set(decision.ruleIds[0], (flipped.get(decision.ruleIds[0]) ?? 0) + 1);
        }
      }),
      runs(),
    );
    // Every rule but those that are rare by nature has been flipped many times.
    expect([...flipped].filter(([, count]) => count >= 10).map(([id]) => id).length).toBeGreaterThanOrEqual(14);
  });

  it('P12, seed -1401633219: an ease that waited for a rest and a finish at the same time are two decisions', () => {
    const { log, setup } = livedSession(-278216998, 593, { work: true, history: true });
    const begun = pacingSetup(setup);
    const decisions = decide(EARLY_DRIFT, begun, log);
    expect(decisions.filter(({ ruleIds }) => ruleIds[0] === 'L4').map(({ kind }) => kind)).toEqual(['ease', 'done']);
    for (const decision of decisions) {
      const until = log.filter(({ atUs }) => atUs <= decision.validFromUs);
      const again = decide(EARLY_DRIFT, begun, withCounterfactual(until, decision));
      expect(again.map(({ id }) => id)).not.toContain(decision.id);
    }
  });

  /**
   * One sentence at a time: while a rest holds, "slow down" would only take the screen from it, so nothing milder is said; what still holds
   * afterwards is said then (timelines, L7 in a rest).
   */
  it('P15: at most one amber prompt in 2 minutes, ids once, rest or more never waits, and nothing milder is said than what holds', () => {
    fc.assert(
      fc.property(sessions({ work: true, history: true }), ({ log, setup }) => {
        const pacing = createPacing(EARLY_DRIFT, pacingSetup(setup));
        const decisions: Decision[] = [];
        for (const input of inOrder(log)) {
          const before = LIGHTS.indexOf(pacing.light);
          const issued = pacing.step(input);
          decisions.push(...issued);
          const after = LIGHTS.indexOf(pacing.light);
          const shown = pacing.current;
          if (after > before && after >= LIGHTS.indexOf('rest') && !issued.some(({ id }) => id === shown?.id))
            throw new Error(`${shown?.id} waits`);
          if (pacing.light !== (shown === null ? 'go' : lightOf(shown.kind))) throw new Error(`${pacing.light} with ${shown?.id}`);
          if (shown === null || shown.kind === 'tensOff') continue;
          const milder = issued.find(({ kind }) => kind !== 'tensOff' && kind !== 'ask' && severityOf(kind) < severityOf(shown.kind));
          if (milder !== undefined) throw new Error(`${milder.id} under ${shown.id}`);
        }
        const amberUs = decisions.filter(({ kind }) => kind === 'ease').map(({ validFromUs }) => validFromUs);
        for (let i = 1; i < amberUs.length; i++) expect(amberUs[i] - amberUs[i - 1]).toBeGreaterThanOrEqual(AMBER_SPACING_US);
        expect(new Set(decisions.map(({ id }) => id)).size).toBe(decisions.length);
        const emergency = decisions.findIndex(({ kind }) => kind === 'emergency');
        if (emergency >= 0) expect(emergency).toBe(decisions.length - 1);
      }),
      runs(),
    );
  });
});
