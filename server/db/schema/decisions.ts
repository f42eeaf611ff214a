import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { clinicId } from './access.ts';
import { id, us } from './columns.ts';
import { patientId } from './patient.ts';

/** What the pacing engine decided and what a PT is asked to see. */

export const decision = sqliteTable(
  'decision',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: patientId(),
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
    patientId: patientId(),
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

/** Decisions across days; `id` is `patientId:ruleId:localDay`. What was said differently before stays, with the time it ended. */
export const dayDecision = sqliteTable(
  'day_decision',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull(),
    clinicId: clinicId(),
    patientId: patientId(),
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
