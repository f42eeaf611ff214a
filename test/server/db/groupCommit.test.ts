import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, openConnection } from '#server/db/connection.ts';
import { commitGroup } from '#server/db/groupCommit.ts';
import type { Statement } from '#server/db/store.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';

const insert = (n: number, bytes: number): Statement => ({ sql: 'insert into t (n, b) values (?, ?)', args: [n, new Uint8Array(bytes)] });

describe('group commit on a full disk', () => {
  const folder = tempFolder();
  let connection: Connection;
  beforeEach(() => {
    mkdirSync(folder.path, { recursive: true });
    /** A page limit makes the engine say "full" as a full disk does. */
    connection = openConnection(join(folder.path, 't.db'), ['journal_mode=WAL', 'synchronous=FULL', 'max_page_count=64']);
    connection.exec('create table t (n integer primary key, b blob)');
  });
  afterEach(() => {
    connection.close();
    folder.remove();
  });

  const kept = () => connection.run({ sql: 'select n from t order by n', args: [] }).rows.flat();

  it('fails what does not fit, keeps what does, and says exactly that', () => {
    const sizes = [1000, 2_000_000, 1000, 1000];
    const outcomes = commitGroup(
      connection,
      sizes.map((bytes, id) => ({ id, statements: [insert(id, bytes)] })),
    );
    expect(outcomes.map(({ id, ok }) => [id, ok])).toEqual([
      [0, true],
      [1, false],
      [2, true],
      [3, true],
    ]);
    expect(outcomes[1]).toMatchObject({ error: { code: 'full', statementIndex: 0 } });
    expect(kept()).toEqual([0, 2, 3]);
    expect(connection.inTransaction).toBe(false);
  });

  it('leaves nothing of a batch whose last statement does not fit, and works on afterwards', () => {
    const [outcome] = commitGroup(connection, [{ id: 9, statements: [insert(1, 10), insert(2, 10), insert(3, 2_000_000)] }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'full', statementIndex: 2 } });
    expect(kept()).toEqual([]);
    expect(commitGroup(connection, [{ id: 10, statements: [insert(1, 10)] }])[0].ok).toBe(true);
    expect(kept()).toEqual([1]);
  });

  it('works on after a transaction that was left open', () => {
    connection.exec('BEGIN');
    connection.run(insert(7, 10));
    const batches = [1, 2].map((id) => ({ id, statements: [insert(id, 10)] }));
    expect(commitGroup(connection, batches).map(({ ok }) => ok)).toEqual([true, true]);
    expect(kept()).toEqual([1, 2]);
  });
});
