import type { Ctx } from '#server/context.ts';
import { decision, flag } from '#server/db/schema/decisions.ts';
import { build, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { flagSeverity } from '#server/services/session/flags.ts';
import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { decide } from '#shared/pacing/engine.ts';
import type { PacingInput } from '#shared/pacing/types.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';

/** A TENS use outside a session has no exercise: nothing here but the mode can move a rule, and no rule but L12 has anything to read. */
const NO_EXERCISE: SessionSetup = {
  planVersion: null,
  planExerciseId: null,
  exerciseId: 'none',
  side: 'none',
  plannedSets: 1,
  plannedRepetitionsPerSet: null,
  quotaMinutes: 0,
  targetAngleDeg: null,
  heartRateBandBpm: null,
  heartRateCeilingBpm: null,
  rpeCeilingCr10: 10,
  restingHeartRateBpm: null,
  maxHeartRateBpm: null,
  maxHeartRateSource: 'unknown',
  maxHeartRateSeeBpm: null,
  sex: null,
  painReferenceNrs: null,
  mode: 'standard',
  recoveryHistory: null,
  pacingConfigHash: '',
};

/**
 * What the pacing engine says of a TENS use that belongs to no session (rule L12), from the same code that runs in a session.
 * The record does not say when a sensation was felt, so everything counts from the start; the decision's id follows from the record.
 */
export function cautionsOf(record: Stimulation): Decision[] {
  if (record.sessionId !== null) return [];
  const { id: stimulationId, screenAnswered, contraindicationCount, sensation, skinCheckOk } = record;
  const atUs = record.startedAt.utcUs;
  const log: PacingInput[] = [
    { id: `${stimulationId}:1`, atUs, type: 'tensOn', stimulationId, screenAnswered, contraindicationCount },
    {
      id: `${stimulationId}:2`,
      atUs,
      type: 'tensSensation',
      stimulationId,
      painful: sensation === 'painful',
      skinProblem: skinCheckOk === false,
    },
  ];
  const setup = { sessionId: stimulationId, startedUs: atUs, setup: NO_EXERCISE };
  return decide(defaultPacingConfig, setup, log)
    .filter((made) => made.ruleIds.includes('L12'))
    .map((made) => ({ ...made, sessionId: null }));
}

/** Decisions and flags of a TENS use, kept once however often the record is sent. Part of the caller's batch. */
export function cautionStatements(ctx: Ctx, record: Stimulation): Statement[] {
  const { clinicId } = ctx.actor;
  const { patientId } = record;
  return cautionsOf(record).flatMap((made) => {
    const row = { id: made.id, clinicId, patientId, kind: made.kind, atUs: made.validFromUs, body: JSON.stringify(made) };
    const opened = {
      id: made.id,
      clinicId,
      patientId,
      decisionId: made.id,
      severity: flagSeverity(made.kind) ?? 0,
      openedAtUs: ctx.deps.clock.nowUs(),
    };
    return [
      statement(build.insert(decision).values(row).onConflictDoNothing()),
      statement(build.insert(flag).values(opened).onConflictDoNothing()),
    ];
  });
}
