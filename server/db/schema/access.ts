import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { id, us } from './columns.ts';

/** Who may come in, and what was done. */

export const clinic = sqliteTable('clinic', {
  id: id(),
  name: text().notNull(),
  simulated: integer({ mode: 'boolean' }).notNull().default(false),
  createdAtUs: us().notNull(),
});

/** The tenant of a row. */
export const clinicId = () =>
  text()
    .notNull()
    .references(() => clinic.id);

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
