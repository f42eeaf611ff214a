import { karvonenTargetBpm } from '#shared/cardio/heartRateReserve.ts';
import { maxHeartRate } from '#shared/cardio/maxHeartRate.ts';
import { exerciseById } from '#shared/exercises/index.ts';
import { configHash } from '#shared/pacing/config.ts';
import type { ProfileDraft } from '#shared/schema/api.ts';
import type { PhonePacing } from '#shared/schema/pacingApi.ts';
import type { Plan, PlanDraft, PlanExercise } from '#shared/schema/plan.ts';
import type { Profile } from '#shared/schema/profile.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { tens } from '#shared/treatments/tens.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** What the PT learned of a person at the first visit. */
export function intake(person: Person, current: Profile, answeredAtUs: number, random: Random): ProfileDraft {
  const { patientId: _patient, version: _version, ...draft } = current;
  return {
    ...draft,
    birthYear: person.birthYear,
    sex: person.sex,
    massKg: Math.round((person.sex === 'female' ? 68 : 82) + 9 * random.normal()),
    restingHeartRateBpm: Math.round((person.betaBlocker ? 58 : 66) + 4 * random.normal()),
    betaBlocker: person.betaBlocker,
    pemStatus: 'negative',
    tensScreen: person.usesTens ? { answeredAtUs, contraindications: [] } : draft.tensScreen,
  };
}

/** Heart-rate limits of a plan as shares of the reserve: band from light to moderate (ACSM classes), ceiling a little above it. */
const BAND = { from: 0.3, to: 0.5 };
const CEILING = 0.55;

export function planFor(person: Person, profile: Profile, quotaMinutes: number, item: PlanExercise, today: LocalDay): PlanDraft {
  const { rest, max } = heartRange(profile, today);
  const bpmAt = (share: number) => Math.round(karvonenTargetBpm(share, rest, max));
  const [usual] = tens.programmes;
  return {
    goals: [person.goal],
    exercises: [{ ...item, durationMinutes: quotaMinutes }],
    quotaMinutes,
    daysPerWeek: 5,
    heartRateBandBpm: { from: bpmAt(BAND.from), to: bpmAt(BAND.to) },
    heartRateCeilingBpm: bpmAt(CEILING),
    tens: person.usesTens
      ? [
          {
            site: person.tensSite,
            frequencyHz: usual.frequencyHz,
            pulseWidthUs: usual.pulseWidthUs,
            durationMinutes: usual.durationMinutes,
            note: '',
          },
        ]
      : [],
    note: '',
  };
}

/** The plan's one exercise; it keeps its id through all versions. */
export function exerciseFor(person: Person, id: string): PlanExercise {
  const counted = exerciseById(person.exerciseId)?.angle.method !== 'none';
  return {
    id,
    exerciseId: person.exerciseId,
    side: person.side,
    sets: counted ? 3 : 1,
    repetitionsPerSet: counted ? 8 : null,
    durationMinutes: 10,
    targetAngleDeg: null,
    note: '',
  };
}

/** The setup a phone freezes when the session begins. */
export function setupFor(plan: Plan, profile: Profile, pacing: PhonePacing): SessionSetup {
  const [item] = plan.exercises;
  const { today, engine } = pacing;
  const { rest, max, source, seeBpm } = heartRange(profile, today.localDay);
  const target = exerciseById(item.exerciseId)?.targetDeg ?? null;
  return {
    planVersion: plan.version,
    planExerciseId: item.id,
    exerciseId: item.exerciseId,
    side: item.side,
    plannedSets: item.sets,
    plannedRepetitionsPerSet: item.repetitionsPerSet,
    quotaMinutes: today.doseMinutes ?? plan.quotaMinutes,
    targetAngleDeg: target === null ? null : { ...target },
    heartRateBandBpm: plan.heartRateBandBpm,
    heartRateCeilingBpm: plan.heartRateCeilingBpm,
    rpeCeilingCr10: profile.limits.rpeCeilingCr10,
    restingHeartRateBpm: rest,
    maxHeartRateBpm: max,
    maxHeartRateSource: source,
    maxHeartRateSeeBpm: seeBpm,
    sex: profile.sex,
    painReferenceNrs: profile.painReferenceNrs,
    mode: profile.mode,
    recoveryHistory: null,
    pacingConfigHash: configHash(engine.config),
  };
}

/** Resting and maximum heart rate, bpm. Every invented person has a birth year and a resting pulse. */
export function heartRange({ birthYear, restingHeartRateBpm, betaBlocker, measuredMaxHeartRateBpm }: Profile, today: LocalDay) {
  const ageYears = Number(today.slice(0, 4)) - (birthYear ?? 1970);
  const found = maxHeartRate({ measuredMaxHeartRateBpm, ageYears, betaBlocker });
  return {
    rest: restingHeartRateBpm ?? 65,
    max: found?.maxHeartRateBpm ?? 165,
    source: found?.source ?? ('unknown' as const),
    seeBpm: found?.seeBpm ?? null,
  };
}
