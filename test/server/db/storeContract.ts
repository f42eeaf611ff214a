import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Statement, type Store, StoreError } from '#server/db/store.ts';

export interface StoreUnderTest {
  readonly store: Store;
  close(): Promise<void>;
}

const clinicRow = (id: string, name = 'A'): Statement => ({
  sql: 'insert into clinic (id, name, simulated, createdAtUs) values (?, ?, 0, 1)',
  args: [id, name],
});

const count = async (store: Store, where = '1 = 1') =>
  Number((await store.query({ sql: `select count(*) from clinic where ${where}`, args: [] })).rows[0][0]);

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

/** What every implementation of the Store port must do. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store contract: ${name}`, () => {
    let opened: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    it('gives back what was bound, with names', async () => {
      const bytes = new Uint8Array([0, 255, 7]);
      const { columns, rows } = await store.query({
        sql: 'select ? as text, ? as int, ? as real, ? as none, ? as bytes, typeof(?) as stored',
        args: ['é', 1_790_000_000_000_001, 0.5, null, bytes, 12],
      });
      expect(columns).toEqual(['text', 'int', 'real', 'none', 'bytes', 'stored']);
      expect(rows[0].slice(0, 4)).toEqual(['é', 1_790_000_000_000_001, 0.5, null]);
      expect([...(rows[0][4] as Uint8Array)]).toEqual([0, 255, 7]);
      expect(rows[0][5]).toBe('integer');
    });

    it('commits all of a batch or none of it', async () => {
      const error = await failure(store.batch([clinicRow('a'), clinicRow('b'), clinicRow('a')]));
      expect(error).toMatchObject({ code: 'constraint', statementIndex: 2 });
      expect(await count(store)).toBe(0);
      await store.batch([clinicRow('a'), clinicRow('b')]);
      expect(await count(store)).toBe(2);
    });

    it('undoes the batch when a statement changes another number of rows than expected', async () => {
      await store.batch([clinicRow('a')]);
      const rename: Statement = { sql: "update clinic set name = 'B' where id = 'missing'", args: [], expectRows: 1 };
      expect(await failure(store.batch([clinicRow('b'), rename]))).toMatchObject({ code: 'preconditionFailed', statementIndex: 1 });
      expect(await count(store)).toBe(1);
      const [result] = await store.batch([{ ...rename, sql: "update clinic set name = 'B' where id = 'a'" }]);
      expect(result.rowsAffected).toBe(1);
    });

    it('counts the rows of a statement that returns them', async () => {
      const [result] = await store.batch([{ ...clinicRow('a'), sql: `${clinicRow('a').sql} returning id`, expectRows: 1 }]);
      expect(result).toMatchObject({ columns: ['id'], rows: [['a']], rowsAffected: 1 });
    });

    it('keeps foreign keys', async () => {
      const orphan: Statement = {
        sql: "insert into patient (id, clinicId, displayName, createdAtUs) values ('p', 'nowhere', 'P', 1)",
        args: [],
      };
      expect(await failure(store.batch([orphan]))).toMatchObject({ code: 'constraint', statementIndex: 0 });
    });

    it('lets one bad batch among good ones fail alone', async () => {
      await store.batch([clinicRow('taken')]);
      const batches = Array.from({ length: 20 }, (_, i) => store.batch([clinicRow(`g${i}`), clinicRow(i === 7 ? 'taken' : `h${i}`)]));
      const settled = await Promise.allSettled(batches);
      expect(settled.map((s) => s.status === 'rejected')).toEqual(settled.map((_, i) => i === 7));
      expect(await count(store, "id = 'g7'")).toBe(0);
      expect(await count(store)).toBe(1 + 19 * 2);
    });

    it('takes 200 batches at once, each exactly once', async () => {
      await Promise.all(Array.from({ length: 200 }, (_, i) => store.batch([clinicRow(`c${i}`)])));
      expect(await count(store)).toBe(200);
    });

    it('shows an acknowledged write to the next read', async () => {
      for (let i = 0; i < 50; i++) {
        await store.batch([clinicRow(`r${i}`)]);
        expect(await count(store, `id = 'r${i}'`)).toBe(1);
      }
    });

    it('does not write through query', async () => {
      await failure(store.query(clinicRow('sneaky')));
      expect(await count(store)).toBe(0);
    });

    it('refuses what cannot be bound instead of falling over', async () => {
      const odd: Statement = { sql: 'select ?', args: [true as unknown as number] };
      expect(await failure(store.query(odd))).toBeInstanceOf(StoreError);
      expect(await failure(store.batch([odd]))).toMatchObject({ code: 'internal', statementIndex: 0 });
      expect(await count(store)).toBe(0);
    });

    it('answers a mistake in SQL with an error and goes on', async () => {
      expect(await failure(store.query({ sql: 'select * from nowhere', args: [] }))).toMatchObject({ code: 'internal' });
      expect(await failure(store.batch([{ sql: 'selec', args: [] }]))).toMatchObject({ code: 'internal' });
      await store.batch([clinicRow('after')]);
      expect(await count(store)).toBe(1);
    });

    it('finishes what was asked before closing and refuses what comes after', async () => {
      const before = store.batch([clinicRow('last')]);
      const closing = store.close();
      await expect(before).resolves.toHaveLength(1);
      await closing;
      expect(await failure(store.batch([clinicRow('late')]))).toMatchObject({ code: 'closed' });
    });
  });
}
