import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { clinicId } from './access.ts';
import { us } from './columns.ts';
import { patient, patientId } from './patient.ts';

/** What the pacing engine reads and keeps across days. */

/** One row per patient and local day, kept up to date in the same batch as the record that changes it. */
export const dayAggregate = sqliteTable(
  'day_aggregate',
  {
    patientId: patientId(),
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
    patientId: patientId(),
    localDay: text().notNull(),
    atUs: us().notNull(),
    type: text().notNull(),
    offsetMinutes: integer(),
    body: text().notNull(),
    arrivedAtUs: us().notNull(),
  },
  (t) => [uniqueIndex('patient_event_id').on(t.patientId, t.id), index('patient_event_arrival').on(t.patientId, t.seq)],
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
