import { z } from 'zod';
import { CheckIn } from './checkIn.ts';
import { ChunkReceipt } from './chunk.ts';
import { AppliedCorrection } from './correction.ts';
import { Decision } from './decision.ts';
import { SessionEvent } from './event.ts';
import { Id } from './id.ts';
import { PhonePacing } from './pacingApi.ts';
import { Plan, PlanDraft } from './plan.ts';
import { Profile } from './profile.ts';
import { PainNrs } from './quality.ts';
import { ImportFormat, Session } from './session.ts';
import { Stimulation } from './stimulation.ts';
import { MAX_SESSION_STREAMS } from './stream.ts';
import { SessionSummary } from './summary.ts';
import { EpochUs, LocalDay, Moment } from './time.ts';

/** Requests and answers of /api/v1. One schema serves the route, the client and the OpenAPI page. */

export const Role = z.enum(['patient', 'pt', 'admin']);
export type Role = z.infer<typeof Role>;

const email = z.email().max(200);
const displayName = z.string().trim().min(1).max(100);
/** NIST SP 800-63B: length counts, composition rules do not. */
const password = z.string().min(10, 'Use at least 10 characters.').max(200);
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const Me = z.object({
  userId: Id,
  clinicId: Id,
  clinicName: z.string(),
  role: Role,
  displayName: z.string(),
  email: z.string(),
  /** Set for patients. */
  patientId: Id.nullable(),
  hasPassword: z.boolean(),
  passkeyCount: z.int(),
  /** A demo clinic: simulated sensors are offered and everything is marked as simulated. Absent = no. */
  demo: z.boolean().optional(),
});
export type Me = z.infer<typeof Me>;

/** First run: creates the clinic and its first PT (who is also its admin). */
export const SetupRequest = z.object({
  token,
  clinicName: z.string().trim().min(1).max(120),
  displayName,
  email,
  password: password.nullable(),
});
export type SetupRequest = z.infer<typeof SetupRequest>;
export const SetupState = z.object({ open: z.boolean() });
export type SetupState = z.infer<typeof SetupState>;

export const PasswordSignIn = z.object({ email, password: z.string().min(1).max(200) });
export type PasswordSignIn = z.infer<typeof PasswordSignIn>;

/** `currentPassword` is needed once there is one. */
export const SetPassword = z.object({ currentPassword: z.string().max(200).nullable(), password });
export type SetPassword = z.infer<typeof SetPassword>;

/** WebAuthn ceremonies pass through as JSON; SimpleWebAuthn validates them. */
export const CeremonyOptions = z.object({ challengeId: Id, options: z.record(z.string(), z.unknown()) });
export type CeremonyOptions = z.infer<typeof CeremonyOptions>;
export const CeremonyResponse = z.object({
  challengeId: Id,
  response: z.record(z.string(), z.unknown()),
  label: z.string().max(60).optional(),
});
export type CeremonyResponse = z.infer<typeof CeremonyResponse>;

/** A passkey of the signed-in person. */
export const Passkey = z.object({
  /** WebAuthn credential id, base64url. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,1400}$/),
  label: z.string(),
  createdAtUs: EpochUs,
  lastUsedAtUs: EpochUs.nullable(),
});
export type Passkey = z.infer<typeof Passkey>;

export const SignInSession = z.object({ id: Id, createdAtUs: EpochUs, lastSeenAtUs: EpochUs, userAgent: z.string(), current: z.boolean() });
export type SignInSession = z.infer<typeof SignInSession>;

export const InvitationRequest = z.object({
  role: z.enum(['patient', 'pt']),
  displayName,
  complaint: z.string().max(200).default(''),
  /** Invites to a record that is there and has no account yet (the earlier link was lost or ran out). */
  patientId: Id.optional(),
});
export type InvitationRequest = z.infer<typeof InvitationRequest>;
export const Invitation = z.object({
  id: Id,
  role: Role,
  displayName: z.string(),
  createdAtUs: EpochUs,
  expiresAtUs: EpochUs,
  state: z.enum(['open', 'accepted', 'expired', 'revoked']),
  patientId: Id.nullable(),
});
export type Invitation = z.infer<typeof Invitation>;
/** The link is shown once: only its hash is stored. */
export const InvitationCreated = z.object({ invitation: Invitation, url: z.url() });
export type InvitationCreated = z.infer<typeof InvitationCreated>;
export const InvitationPreview = z.object({ clinicName: z.string(), invitedBy: z.string(), displayName: z.string(), role: Role });
export type InvitationPreview = z.infer<typeof InvitationPreview>;
export const AcceptInvitation = z.object({ displayName, email, password: password.nullable() });
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

export const ProfileDraft = Profile.omit({ patientId: true, version: true });
export type ProfileDraft = z.infer<typeof ProfileDraft>;
export const ProfileUpdate = z.object({ baseVersion: z.int().min(0), profile: ProfileDraft });
export type ProfileUpdate = z.infer<typeof ProfileUpdate>;
export const PlanUpdate = z.object({ id: Id, baseVersion: z.int().min(0), createdAt: Moment, plan: PlanDraft });
export type PlanUpdate = z.infer<typeof PlanUpdate>;

/** One local day of one patient. Kept up to date on write so that a panel never scans history. */
export const DayAggregate = z.object({
  localDay: LocalDay,
  plannedMinutes: z.number().nullable(),
  doneMinutes: z.number().nullable(),
  /** Activity from files that was no exercise of the plan; in no other field but zoneMinutes, maxPainNrs and maxRpeCr10. Absent = none. */
  besidePlanMinutes: z.number().nullable().optional(),
  sessionCount: z.int(),
  repetitionCount: z.int(),
  morningPainNrs: PainNrs.nullable(),
  flare: z.boolean().nullable(),
  maxPainNrs: PainNrs.nullable(),
  maxRpeCr10: z.number().nullable(),
  tensMinutes: z.number(),
  romMedianDeg: z.number().nullable(),
  zoneMinutes: z.object({ light: z.number(), moderate: z.number(), above: z.number() }).nullable(),
  worstDecision: z.string().nullable(),
});
export type DayAggregate = z.infer<typeof DayAggregate>;

/** An open point for the PT, made from a decision. Ranked by `severity` (higher = sooner). */
export const Flag = z.object({
  id: z.string(),
  patientId: Id,
  sessionId: Id.nullable(),
  decision: Decision,
  severity: z.int().min(0).max(100),
  openedAtUs: EpochUs,
  resolvedAtUs: EpochUs.nullable(),
  resolvedNote: z.string().nullable(),
});
export type Flag = z.infer<typeof Flag>;
export const ResolveFlag = z.object({ note: z.string().max(500) });
export type ResolveFlag = z.infer<typeof ResolveFlag>;

/** Why a PT lets a suspended patient exercise again. `redFlagIds`: those the PT has seen (PatientPacing.openRedFlags); one that is missing is a conflict. */
export const ClearSuspension = z.object({ reason: z.string().trim().min(1).max(300), redFlagIds: z.array(Id).max(50).optional() });
export type ClearSuspension = z.infer<typeof ClearSuspension>;

export const PanelRow = z.object({
  patientId: Id,
  displayName: z.string(),
  birthYear: z.int().nullable(),
  simulated: z.boolean(),
  attention: z.enum(['now', 'today', 'look', 'steady']),
  /** One sentence: the most severe open flag in words, or the last thing worth knowing. */
  why: z.string(),
  openFlags: z.array(Flag).max(5),
  openFlagCount: z.int(),
  days: z.array(DayAggregate).length(14),
  sessionsDone14d: z.int(),
  sessionsPlanned14d: z.int(),
  lastSessionAtUs: EpochUs.nullable(),
  lastSeenAtUs: EpochUs.nullable(),
});
export type PanelRow = z.infer<typeof PanelRow>;
export const Panel = z.object({ rows: z.array(PanelRow), total: z.int(), openInvitations: z.array(Invitation) });
export type Panel = z.infer<typeof Panel>;

export const SessionListItem = z.object({
  id: Id,
  startedAt: Moment,
  endedAt: Moment.nullable(),
  localDay: LocalDay,
  exerciseId: z.string(),
  state: z.enum(['receiving', 'complete']),
  summary: SessionSummary.nullable(),
  decisionCount: z.int(),
  /** The kind of file it comes from; absent or null: recorded. */
  imported: ImportFormat.nullable().optional(),
  /** Activity from a file that was no exercise of the plan. Absent = no. */
  besidePlan: z.boolean().optional(),
});
export type SessionListItem = z.infer<typeof SessionListItem>;

export const PatientDetail = z.object({
  patientId: Id,
  displayName: z.string(),
  simulated: z.boolean(),
  profile: Profile,
  plan: Plan.nullable(),
  /** 84 days ending today, oldest first. */
  days: z.array(DayAggregate),
  sessions: z.array(SessionListItem),
  flags: z.array(Flag),
  checkIns: z.array(CheckIn),
  stimulations: z.array(Stimulation),
});
export type PatientDetail = z.infer<typeof PatientDetail>;

/** All a phone needs to work offline from here on. */
export const Today = z.object({
  localDay: LocalDay,
  profile: Profile,
  plan: Plan.nullable(),
  days: z.array(DayAggregate),
  checkIn: CheckIn.nullable(),
  sessions: z.array(SessionListItem),
  stimulations: z.array(Stimulation),
  clinicName: z.string(),
  ptName: z.string().nullable(),
  /** The day this person's record was made; nothing before it is imported. Absent in what an older server sent. */
  firstDay: LocalDay.optional(),
  /** The dose of the day and what the phone needs to go on without network; absent in what an older server sent. */
  pacing: PhonePacing.optional(),
  /** How far heart rate fell in the first 60 s of rest, bpm, in the newest sessions, newest first (L5); absent in what an older server sent. */
  falls: z.array(z.object({ exerciseId: z.string(), fall60sBpm: z.number() })).optional(),
});
export type Today = z.infer<typeof Today>;

/** PUT /sessions/{id}: creates; the same body again answers the same; another body under the same id is a conflict except for streams added and endedAt set. */
export const SessionEventsRequest = z.object({ events: z.array(SessionEvent).min(1).max(500) });
export type SessionEventsRequest = z.infer<typeof SessionEventsRequest>;
export const CompleteSession = z.object({
  endedAt: Moment,
  /** What the server must have before the session counts as complete. */
  chunkCounts: z.array(z.object({ streamId: Id, count: z.int().min(0) })).max(MAX_SESSION_STREAMS),
  eventCount: z.int().min(0),
  liveSummary: SessionSummary,
  /** What the phone decided, where it could not store every sample that it decided by (event `storage`). */
  liveDecisions: z.array(Decision).max(500).optional(),
});
export type CompleteSession = z.infer<typeof CompleteSession>;
export const MissingParts = z.object({ chunks: z.array(z.object({ streamId: Id, sequence: z.int() })), eventsMissing: z.int() });
export type MissingParts = z.infer<typeof MissingParts>;
export const CompletedSession = z.object({
  summary: SessionSummary,
  decisions: z.array(Decision),
  agrees: z.boolean(),
  differences: z.array(z.string()),
});
export type CompletedSession = z.infer<typeof CompletedSession>;

export const SessionDetail = z.object({
  session: Session,
  state: z.enum(['receiving', 'complete']),
  /** Events, stimulations and summary are as their corrections leave them; decisions are as they were made. */
  events: z.array(SessionEvent),
  corrections: z.array(AppliedCorrection),
  summary: SessionSummary.nullable(),
  decisions: z.array(Decision),
  stimulations: z.array(Stimulation),
  agrees: z.boolean().nullable(),
  chunks: z.array(ChunkReceipt),
});
export type SessionDetail = z.infer<typeof SessionDetail>;
