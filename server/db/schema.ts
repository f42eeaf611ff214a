import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * Tables. Every row carries clinicId (the tenant); health records keep their zod record whole in `body` (JSON) beside the columns that
 * queries need. Times are UTC us. Changes are expand-only (docs/decisions).
 */
const id = () => text().primaryKey();
const clinicId = () =>
  text()
    .notNull()
    .references(() => clinic.id);
const us = () => integer();

export const clinic = sqliteTable('clinic', {
  id: id(),
  name: text().notNull(),
  simulated: integer({ mode: 'boolean' }).notNull().default(false),
  createdAtUs: us().notNull(),
});

export const user = sqliteTable(
  'user',
  {
    id: id(),
    clinicId: clinicId(),
    role: text({ enum: ['patient', 'pt', 'admin'] }).notNull(),
    email: text().notNull(),
    displayName: text().notNull(),
    passwordHash: text(),
    createdAtUs: us().notNull(),
    disabledAtUs: us(),
  },
  (t) => [uniqueIndex('user_email').on(t.email), index('user_clinic').on(t.clinicId)],
);

export const passkey = sqliteTable(
  'passkey',
  {
    /** Credential id, base64url. */
    id: id(),
    clinicId: clinicId(),
    userId: text()
      .notNull()
      .references(() => user.id),
    publicKey: blob({ mode: 'buffer' }).notNull(),
    counter: integer().notNull(),
    transports: text().notNull(),
    label: text().notNull(),
    createdAtUs: us().notNull(),
    lastUsedAtUs: us(),
  },
  (t) => [index('passkey_user').on(t.userId)],
);

export const authSession = sqliteTable(
  'auth_session',
  {
    id: id(),
    clinicId: clinicId(),
    userId: text()
      .notNull()
      .references(() => user.id),
    tokenHash: text().notNull(),
    createdAtUs: us().notNull(),
    lastSeenAtUs: us().notNull(),
    expiresAtUs: us().notNull(),
    userAgent: text().notNull(),
    revokedAtUs: us(),
  },
  (t) => [uniqueIndex('auth_session_token').on(t.tokenHash), index('auth_session_user').on(t.userId)],
);

/** WebAuthn challenges in flight and the first-run link; used once. clinicId is null until somebody is known. */
export const challenge = sqliteTable('challenge', {
  id: id(),
  clinicId: text(),
  userId: text(),
  purpose: text({ enum: ['register', 'signIn', 'setup'] }).notNull(),
  challenge: text().notNull(),
  expiresAtUs: us().notNull(),
});

export const invitation = sqliteTable(
  'invitation',
  {
    id: id(),
    clinicId: clinicId(),
    role: text({ enum: ['patient', 'pt', 'admin'] }).notNull(),
    displayName: text().notNull(),
    complaint: text().notNull().default(''),
    tokenHash: text().notNull(),
    createdByUserId: text()
      .notNull()
      .references(() => user.id),
    createdAtUs: us().notNull(),
    expiresAtUs: us().notNull(),
    acceptedAtUs: us(),
    acceptedUserId: text(),
    revokedAtUs: us(),
    patientId: text(),
  },
  (t) => [uniqueIndex('invitation_token').on(t.tokenHash), index('invitation_clinic').on(t.clinicId)],
);

export const patient = sqliteTable(
  'patient',
  {
    id: id(),
    clinicId: clinicId(),
    userId: text().references(() => user.id),
    displayName: text().notNull(),
    simulated: integer({ mode: 'boolean' }).notNull().default(false),
    createdAtUs: us().notNull(),
    lastSeenAtUs: us(),
  },
  (t) => [index('patient_clinic').on(t.clinicId), uniqueIndex('patient_user').on(t.userId)],
);

export const profile = sqliteTable(
  'profile',
  {
    patientId: text()
      .notNull()
      .references(() => patient.id),
    version: integer().notNull(),
    clinicId: clinicId(),
    body: text().notNull(),
    createdAtUs: us().notNull(),
    createdByUserId: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.patientId, t.version] })],
);

export const plan = sqliteTable(
  'plan',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: text()
      .notNull()
      .references(() => patient.id),
    version: integer().notNull(),
    body: text().notNull(),
    createdAtUs: us().notNull(),
    createdByUserId: text().notNull(),
  },
  (t) => [uniqueIndex('plan_version').on(t.patientId, t.version)],
);

export const session = sqliteTable(
  'session',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: text()
      .notNull()
      .references(() => patient.id),
    startedAtUs: us().notNull(),
    endedAtUs: us(),
    localDay: text().notNull(),
    exerciseId: text().notNull(),
    state: text({ enum: ['receiving', 'complete'] }).notNull(),
    body: text().notNull(),
    summary: text(),
    liveSummary: text(),
    agrees: integer({ mode: 'boolean' }),
    algorithmVersion: text(),
    decisionCount: integer().notNull().default(0),
    version: integer().notNull().default(1),
    createdAtUs: us().notNull(),
  },
  (t) => [index('session_patient').on(t.patientId, t.startedAtUs)],
);

export const sessionEvent = sqliteTable(
  'session_event',
  {
    id: id(),
    clinicId: clinicId(),
    sessionId: text()
      .notNull()
      .references(() => session.id),
    atUs: us().notNull(),
    type: text().notNull(),
    body: text().notNull(),
  },
  (t) => [index('session_event_session').on(t.sessionId, t.atUs)],
);

/** A completed session whose recording is to be looked at a second time. The row goes when the summary has the outcome. */
export const refineTask = sqliteTable(
  'refine_task',
  {
    sessionId: text()
      .primaryKey()
      .references(() => session.id),
    clinicId: clinicId(),
    attempts: integer().notNull().default(0),
    /** Whoever works on it has until then; afterwards it is anybody's again. */
    notBeforeUs: us().notNull(),
  },
  (t) => [index('refine_task_due').on(t.notBeforeUs)],
);

export const chunk = sqliteTable(
  'chunk',
  {
    streamId: text().notNull(),
    sequence: integer().notNull(),
    clinicId: clinicId(),
    sessionId: text()
      .notNull()
      .references(() => session.id),
    sha256Hex: text().notNull(),
    byteLength: integer().notNull(),
    sampleCount: integer().notNull(),
    fromUs: us().notNull(),
    toUs: us().notNull(),
    receivedAtUs: us().notNull(),
  },
  (t) => [primaryKey({ columns: [t.streamId, t.sequence] }), index('chunk_session').on(t.sessionId)],
);

export const chunkBlob = sqliteTable(
  'chunk_blob',
  {
    streamId: text().notNull(),
    sequence: integer().notNull(),
    clinicId: clinicId(),
    bytes: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.streamId, t.sequence] })],
);

export const checkIn = sqliteTable(
  'check_in',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: text()
      .notNull()
      .references(() => patient.id),
    localDay: text().notNull(),
    atUs: us().notNull(),
    body: text().notNull(),
  },
  (t) => [index('check_in_patient').on(t.patientId, t.localDay)],
);

export const stimulation = sqliteTable(
  'stimulation',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: text()
      .notNull()
      .references(() => patient.id),
    sessionId: text(),
    localDay: text().notNull(),
    startedAtUs: us().notNull(),
    body: text().notNull(),
  },
  (t) => [index('stimulation_patient').on(t.patientId, t.startedAtUs)],
);

export const correction = sqliteTable(
  'correction',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: text()
      .notNull()
      .references(() => patient.id),
    targetType: text().notNull(),
    targetId: text().notNull(),
    atUs: us().notNull(),
    body: text().notNull(),
    byUserId: text().notNull(),
  },
  (t) => [index('correction_target').on(t.targetId)],
);

export const decision = sqliteTable(
  'decision',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: text()
      .notNull()
      .references(() => patient.id),
    sessionId: text(),
    kind: text().notNull(),
    atUs: us().notNull(),
    body: text().notNull(),
  },
  (t) => [index('decision_patient').on(t.patientId, t.atUs), index('decision_session').on(t.sessionId)],
);

/** An open point for the PT; one per decision worth telling. */
export const flag = sqliteTable(
  'flag',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: text()
      .notNull()
      .references(() => patient.id),
    sessionId: text(),
    decisionId: text()
      .notNull()
      .references(() => decision.id),
    severity: integer().notNull(),
    openedAtUs: us().notNull(),
    resolvedAtUs: us(),
    resolvedByUserId: text(),
    resolvedNote: text(),
  },
  (t) => [index('flag_patient').on(t.patientId, t.resolvedAtUs), index('flag_clinic').on(t.clinicId, t.resolvedAtUs)],
);

/** One row per patient and local day, kept up to date in the same batch as the record that changes it. */
export const dayAggregate = sqliteTable(
  'day_aggregate',
  {
    patientId: text()
      .notNull()
      .references(() => patient.id),
    localDay: text().notNull(),
    clinicId: clinicId(),
    body: text().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.patientId, t.localDay] }), index('day_aggregate_clinic').on(t.clinicId, t.localDay)],
);

/**
 * What the engine across days reads, append-only, as zod PatientEvent in `body`. `seq` is the order of arrival. Ids are unique per patient, so
 * that nobody can take an id in another file. `offsetMinutes`: the patient's offset from UTC where the event says so.
 */
export const patientEvent = sqliteTable(
  'patient_event',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull(),
    clinicId: clinicId(),
    patientId: text()
      .notNull()
      .references(() => patient.id),
    localDay: text().notNull(),
    atUs: us().notNull(),
    type: text().notNull(),
    offsetMinutes: integer(),
    body: text().notNull(),
    arrivedAtUs: us().notNull(),
  },
  (t) => [uniqueIndex('patient_event_id').on(t.patientId, t.id), index('patient_event_arrival').on(t.patientId, t.seq)],
);

/** Decisions across days; `id` is `patientId:ruleId:localDay`. What was said differently before stays, with the time it ended. */
export const dayDecision = sqliteTable(
  'day_decision',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull(),
    clinicId: clinicId(),
    patientId: text()
      .notNull()
      .references(() => patient.id),
    localDay: text().notNull(),
    ruleId: text().notNull(),
    kind: text().notNull(),
    body: text().notNull(),
    madeAtUs: us().notNull(),
    /** It was said and no longer holds: an answer that came late. */
    withdrawn: integer({ mode: 'boolean' }).notNull().default(false),
    /** Another row has taken its place; null: this is what is said now. */
    endedAtUs: us(),
  },
  (t) => [
    uniqueIndex('day_decision_now').on(t.id).where(sql`"endedAtUs" is null`),
    index('day_decision_patient').on(t.patientId, t.localDay),
  ],
);

/** How far a patient's log has been decided. A cache: dropped, it is computed again from the log. */
export const pacingState = sqliteTable(
  'pacing_state',
  {
    patientId: text()
      .primaryKey()
      .references(() => patient.id),
    clinicId: clinicId(),
    version: integer().notNull().default(1),
    /** Newest event read, by arrival. */
    readSeq: integer().notNull(),
    /** The day that is open. */
    localDay: text().notNull(),
    /** An event that lies in the future is read from this time on; null: there is none. */
    rereadAtUs: us(),
    /** Names the engine, the configurations and the profile it was decided with. */
    basis: text().notNull(),
    /** DayState. */
    state: text().notNull(),
    /** What holds today, without the findings. */
    view: text().notNull(),
    refused: text().notNull(),
    /** What the panel ranks by. */
    panel: text().notNull(),
  },
  (t) => [index('pacing_state_clinic').on(t.clinicId)],
);

/** Versions of the pacing configuration. `owner`: the clinic or the patient it belongs to. */
export const pacingConfig = sqliteTable(
  'pacing_config',
  {
    owner: text().notNull(),
    version: integer().notNull(),
    clinicId: clinicId(),
    patientId: text().references(() => patient.id),
    /** First day it holds on. */
    fromDay: text().notNull(),
    body: text().notNull(),
    createdAtUs: us().notNull(),
    createdByUserId: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.owner, t.version] })],
);

/** Who did what; written in the same batch as the change. */
export const audit = sqliteTable(
  'audit',
  {
    id: id(),
    clinicId: text().notNull(),
    actorUserId: text(),
    action: text().notNull(),
    entityType: text().notNull(),
    entityId: text().notNull(),
    atUs: us().notNull(),
    requestId: text().notNull(),
    detail: text().notNull(),
  },
  (t) => [index('audit_clinic').on(t.clinicId, t.atUs), index('audit_entity').on(t.entityId)],
);
