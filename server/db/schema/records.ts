import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { clinicId } from './access.ts';
import { id, us } from './columns.ts';
import { patientId } from './patient.ts';

/** What patients write down besides sessions. */

export const checkIn = sqliteTable(
  'check_in',
  {
    id: id(),
    clinicId: clinicId(),
    patientId: patientId(),
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
    patientId: patientId(),
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
    patientId: patientId(),
    targetType: text().notNull(),
    targetId: text().notNull(),
    atUs: us().notNull(),
    body: text().notNull(),
    byUserId: text().notNull(),
  },
  (t) => [index('correction_target').on(t.targetId)],
);
