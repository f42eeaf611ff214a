import { z } from 'zod';
import type { Arguments } from '#server/cli/analyze/arguments.ts';
import { type Io, type Outcome, refuse } from '#server/cli/analyze/io.ts';
import { readJson } from '#server/cli/analyze/json.ts';
import { defaultPacingConfig, PacingConfigSchema } from '#shared/pacing/config.ts';
import type { Now } from '#shared/pacing/decide.ts';
import { mergeConfig } from '#shared/pacing/mergeConfig.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import { SessionEvent } from '#shared/schema/event.ts';
import { Id } from '#shared/schema/id.ts';
import { PatientEvent } from '#shared/schema/patientEvent.ts';
import { Profile } from '#shared/schema/profile.ts';
import { Quality } from '#shared/schema/quality.ts';
import { SessionSetup } from '#shared/schema/session.ts';
import { Repetition } from '#shared/schema/summary.ts';
import { EpochUs, LocalDay } from '#shared/schema/time.ts';

/** A second of a session as the analysis gives it to the engine (shared/pacing/types.ts). */
const Tick = z.strictObject({
  atUs: EpochUs,
  heartRateBpm: z.number().min(20).max(260).nullable(),
  heartRateQuality: Quality,
  rrArtefactPct: z.number().min(0).max(100).nullable().default(null),
  workPerMinute: z.number().min(0).nullable().default(null),
  workMinutes: z.number().min(0),
});

const LoggedSession = z.strictObject({
  sessionId: Id,
  startedUs: EpochUs,
  setup: SessionSetup,
  events: z.array(SessionEvent).default([]),
  ticks: z.array(Tick).default([]),
  repetitions: z.array(z.strictObject({ atUs: EpochUs, repetition: Repetition })).default([]),
});
export type LoggedSession = z.infer<typeof LoggedSession>;

const now = z.strictObject({ atUs: EpochUs, localDay: LocalDay });

/** A log: the events of the days, and sessions with what happened in them. A bare array is the events of the days. */
const Log = z
  .union([z.array(z.unknown()).transform((events) => ({ events })), z.record(z.string(), z.unknown())])
  .pipe(z.strictObject({ now: now.optional(), events: z.array(PatientEvent).default([]), sessions: z.array(LoggedSession).default([]) }));
type Log = z.infer<typeof Log>;

const Bare = z.object({ version: z.int().min(1), parameters: z.record(z.string(), z.record(z.string(), z.number())) });

export interface PacingRequest {
  readonly log: Log;
  readonly profile: Profile;
  readonly config: PacingConfig;
  readonly now: Now;
}

export const PACING_OPTIONS = ['log', 'profile', 'config'];

/** Reads --log, --profile and --config. Refusals name the file and the field. */
export async function readRequest(io: Io, { options }: Arguments): Promise<Outcome<PacingRequest>> {
  const [logFile, profileFile, configFile] = PACING_OPTIONS.map((name) => options.get(name));
  if (logFile === undefined || profileFile === undefined) return refuse('--log FILE and --profile FILE are needed');
  const log = await readJson(io, logFile, Log);
  if (!log.ok) return log;
  const profile = await readJson(io, profileFile, Profile);
  if (!profile.ok) return profile;
  const config = configFile === undefined ? { ok: true as const, value: defaultPacingConfig } : await readConfig(io, configFile);
  if (!config.ok) return config;
  const { events } = log.value;
  if (events.length === 0 && log.value.sessions.length === 0) return refuse(`${logFile}: field events: there is none, and no session`);
  return { ok: true, value: { log: log.value, profile: profile.value, config: config.value, now: log.value.now ?? newest(log.value) } };
}

/** Without `now` the log is looked at as of its newest event. */
function newest({ events, sessions }: Log): Now {
  const atUs = Math.max(...events.map((event) => event.atUs), ...sessions.map(({ startedUs }) => startedUs));
  const localDay =
    events
      .map((event) => event.localDay)
      .sort()
      .at(-1) ?? new Date(atUs / 1000).toISOString().slice(0, 10);
  return { atUs, localDay };
}

/** One configuration, or a clinic's with a patient's over it. */
async function readConfig(io: Io, file: string): Promise<Outcome<PacingConfig>> {
  const both = await readJson(io, file, z.looseObject({}));
  if (!both.ok) return both;
  if (!('clinic' in both.value)) return readJson(io, file, PacingConfigSchema);
  const pair = await readJson(io, file, z.strictObject({ clinic: Bare, patient: Bare }));
  if (!pair.ok) return pair;
  const merged = mergeConfig(pair.value.clinic, pair.value.patient);
  if (merged.ok) return { ok: true, value: merged.config };
  const [problem] = merged.problems;
  return refuse(`${file}: field ${problem.field}: ${problem.message}`);
}
