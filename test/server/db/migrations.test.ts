import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '#server/db/client.node.ts';
import * as access from '#server/db/schema/access.ts';
import * as decisions from '#server/db/schema/decisions.ts';
import * as pacing from '#server/db/schema/pacing.ts';
import * as patient from '#server/db/schema/patient.ts';
import * as records from '#server/db/schema/records.ts';
import * as session from '#server/db/schema/session.ts';
import type { Store } from '#server/db/store.ts';
import { tempFolder, tempStore } from '#test/helpers/tempStore.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../server/db/migrations', import.meta.url));
const tables = Object.values({ ...access, ...patient, ...session, ...records, ...decisions, ...pacing })
  .filter((value) => is(value, SQLiteTable))
  .map((table) => getTableConfig(table));

async function describeTable(store: Store, name: string) {
  const columns = await store.query({ sql: 'select name, type, "notnull", pk from pragma_table_info(?)', args: [name] });
  const indexes = await store.query({
    sql: 'select name, "unique" from pragma_index_list(?) where origin = \'c\' order by name',
    args: [name],
  });
  const keys = await store.query({ sql: 'select "from", "table" from pragma_foreign_key_list(?) order by 1', args: [name] });
  return { columns: columns.rows, indexes: indexes.rows, keys: keys.rows };
}

describe('migrations', () => {
  it('make exactly the tables that the code works with', async () => {
    const { store, close } = await tempStore();
    expect(tables.length).toBeGreaterThan(15);
    for (const table of tables) {
      const found = await describeTable(store, table.name);
      const inKey = (column: string) => table.primaryKeys.some((key) => key.columns.some((c) => c.name === column));
      expect(found.columns.map(([name, type, notNull]) => [name, String(type).toLowerCase(), notNull]).sort(), table.name).toEqual(
        table.columns.map((c) => [c.name, c.getSQLType(), c.notNull ? 1 : 0]).sort(),
      );
      expect(
        found.columns
          .filter(([, , , pk]) => Number(pk) > 0)
          .map(([name]) => name)
          .sort(),
        table.name,
      ).toEqual(
        table.columns
          .filter((c) => c.primary || inKey(c.name))
          .map((c) => c.name)
          .sort(),
      );
      expect(found.indexes, table.name).toEqual(table.indexes.map((i) => [i.config.name, i.config.unique ? 1 : 0]).sort());
      expect(found.keys, table.name).toEqual(
        table.foreignKeys.map((key) => [key.reference().columns[0].name, getTableConfig(key.reference().foreignTable).name]).sort(),
      );
    }
    const { rows } = await store.query({
      sql: "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
      args: [],
    });
    expect(rows.map(([name]) => name).sort()).toEqual([...tables.map((table) => table.name), 'migration'].sort());
    await close();
  });

  it('give every table its clinic', () => {
    const without = tables.filter((table) => table.name !== 'clinic' && !table.columns.some((column) => column.name === 'clinicId'));
    expect(without.map((table) => table.name)).toEqual([]);
  });

  it('never drop or rebuild a table', () => {
    const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8')) as { entries: { tag: string }[] };
    expect(journal.entries.length).toBeGreaterThan(0);
    for (const { tag } of journal.entries)
      expect(readFileSync(join(MIGRATIONS, `${tag}.sql`), 'utf8'), tag).not.toMatch(/\b(drop|rename)\b/i);
  });
});

describe('applying migrations', () => {
  const folder = tempFolder();
  const steps = tempFolder();
  beforeEach(() => cpSync(MIGRATIONS, steps.path, { recursive: true }));
  afterEach(() => {
    folder.remove();
    steps.remove();
  });

  /** Adds a step as drizzle-kit would. */
  function addStep(tag: string, sql: string) {
    const file = join(steps.path, 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { tag: string }[] };
    journal.entries.push({ tag });
    writeFileSync(file, JSON.stringify(journal));
    writeFileSync(join(steps.path, `${tag}.sql`), sql);
  }

  const applied = async (store: Store) =>
    (await store.query({ sql: 'select tag, appliedAtUs from migration order by tag', args: [] })).rows;
  const reopen = () => openStore(folder.path, steps.path);

  it('is done once', async () => {
    const first = await reopen();
    const before = await applied(first);
    await first.close();
    const second = await reopen();
    expect(await applied(second)).toEqual(before);
    await second.close();
  });

  it('keeps every row of the steps before', async () => {
    const first = await reopen();
    await first.batch([
      { sql: "insert into clinic (id, name, createdAtUs) values ('c', 'C', 1)", args: [] },
      { sql: "insert into patient (id, clinicId, displayName, createdAtUs) values ('p', 'c', 'P', 1)", args: [] },
    ]);
    await first.close();
    addStep(
      '9998_more',
      'ALTER TABLE `patient` ADD `nickname` text;--> statement-breakpoint\nCREATE TABLE `extra` (`id` text PRIMARY KEY NOT NULL);',
    );
    const second = await reopen();
    expect((await second.query({ sql: 'select displayName, nickname from patient', args: [] })).rows).toEqual([['P', null]]);
    await second.close();
  });

  it('undoes a step that fails in the middle and says which', async () => {
    await (await reopen()).close();
    addStep('9999_broken', 'CREATE TABLE `half` (`id` text);--> statement-breakpoint\nCREATE TABLE `half` (`id` text);');
    await expect(reopen()).rejects.toThrow(/step 9999_broken failed and was undone/);
    const store = await openStore(folder.path);
    expect((await store.query({ sql: "select count(*) from sqlite_master where name = 'half'", args: [] })).rows).toEqual([[0]]);
    await store.close();
  });

  it('refuses a database of a newer version and a step changed later', async () => {
    addStep('9998_more', 'CREATE TABLE `extra` (`id` text);');
    await (await reopen()).close();
    await expect(openStore(folder.path)).rejects.toThrow(/written by a newer version \(it has step 9998_more\)/);
    writeFileSync(join(steps.path, '9998_more.sql'), 'CREATE TABLE `other` (`id` text);');
    await expect(reopen()).rejects.toThrow(/9998_more was changed after it had been applied/);
  });
});
