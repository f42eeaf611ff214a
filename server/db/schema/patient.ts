import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { clinicId, user } from './access.ts';
import { id, us } from './columns.ts';

/** The patient, with profile and plan in versions. */

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

/** Whose record a row is. */
export const patientId = () =>
  text()
    .notNull()
    .references(() => patient.id);

export const profile = sqliteTable(
  'profile',
  {
    patientId: patientId(),
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
    patientId: patientId(),
    version: integer().notNull(),
    body: text().notNull(),
    createdAtUs: us().notNull(),
    createdByUserId: text().notNull(),
  },
  (t) => [uniqueIndex('plan_version').on(t.patientId, t.version)],
);
