import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '#server/db/connection.ts';

/** The file does not fit this version of the program; the message is one sentence for the terminal. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

interface Migration {
  readonly tag: string;
  readonly sha256Hex: string;
  readonly statements: readonly string[];
}

/** Applies what is missing, oldest first, each migration in one transaction together with the record of it. Returns the tags applied. */
export function migrate(connection: Connection, folder: string): readonly string[] {
  connection.exec('create table if not exists migration (tag text primary key, sha256Hex text not null, appliedAtUs integer not null)');
  const { rows } = connection.run({ sql: 'select tag, sha256Hex from migration', args: [] });
  const applied = new Map(rows.map(([tag, sha256Hex]) => [String(tag), String(sha256Hex)]));
  const migrations = readMigrations(folder);
  const unknown = [...applied.keys()].find((tag) => !migrations.some((migration) => migration.tag === tag));
  if (unknown)
    throw new MigrationRefused(`The database was written by a newer version (it has step ${unknown}); start that version instead.`);
  const missing = migrations.filter((migration) => {
    const recorded = applied.get(migration.tag);
    if (recorded !== undefined && recorded !== migration.sha256Hex) {
      throw new MigrationRefused(`Database step ${migration.tag} was changed after it had been applied; restore the original file.`);
    }
    return recorded === undefined;
  });
  for (const migration of missing) apply(connection, migration);
  return missing.map(({ tag }) => tag);
}

function apply(connection: Connection, { tag, sha256Hex, statements }: Migration): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    for (const sql of statements) connection.exec(sql);
    connection.run({ sql: "insert into migration values (?, ?, cast(unixepoch('subsec') * 1000000 as integer))", args: [tag, sha256Hex] });
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw new MigrationRefused(`Database step ${tag} failed and was undone: ${String(error)}`);
  }
}

/** drizzle-kit's journal names the order; its breakpoints separate statements. */
function readMigrations(folder: string): Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as { entries: { tag: string }[] };
  return journal.entries.map(({ tag }) => {
    const sql = readFileSync(join(folder, `${tag}.sql`), 'utf8');
    return { tag, sha256Hex: createHash('sha256').update(sql).digest('hex'), statements: sql.split('--> statement-breakpoint') };
  });
}
