import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { clinicId } from './access.ts';
import { id, us } from './columns.ts';
import { patientId } from './patient.ts';

/** Sessions with their events and chunks of samples. */

export const session = sqliteTable(
  'session',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: patientId(),
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
