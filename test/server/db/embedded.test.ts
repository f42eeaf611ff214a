import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '#server/db/client.node.ts';
import { tempFolder, tempStore } from '#test/helpers/tempStore.ts';
import { storeContract } from './storeContract.ts';

storeContract('embedded file behind two threads', tempStore);

describe('embedded file', () => {
  const folder = tempFolder();
  afterEach(() => folder.remove());

  it('syncs at every commit, in WAL mode, and leaves no log behind after closing', async () => {
    const store = await openStore(folder.path);
    const [sync, mode] = await store.batch([
      { sql: 'select synchronous from pragma_synchronous', args: [] },
      { sql: 'select journal_mode from pragma_journal_mode', args: [] },
    ]);
    expect(sync.rows).toEqual([[2]]);
    expect(mode.rows).toEqual([['wal']]);
    await store.close();
    expect(existsSync(join(folder.path, 'evenpace.db-wal'))).toBe(false);
    expect(existsSync(join(folder.path, 'evenpace.lock'))).toBe(false);
  });

  it('keeps the records of the last run', async () => {
    const first = await openStore(folder.path);
    await first.batch([{ sql: "insert into clinic (id, name, createdAtUs) values ('c', 'Kept', 1)", args: [] }]);
    await first.close();
    const second = await openStore(folder.path);
    expect((await second.query({ sql: 'select name from clinic', args: [] })).rows).toEqual([['Kept']]);
    await second.close();
  });

  it('refuses a second opening in one sentence that names the process', async () => {
    const store = await openStore(folder.path);
    await expect(openStore(folder.path)).rejects.toThrow(`Another Evenpace (process ${process.pid}) is using ${folder.path}`);
    await store.close();
    await (await openStore(folder.path)).close();
  });

  it('takes over the lock of a process that is gone, and of one whose number somebody else has now', async () => {
    mkdirSync(folder.path, { recursive: true });
    for (const stale of ['2147483646 -', `${process.ppid} an-earlier-boot:1`, 'garbage']) {
      writeFileSync(join(folder.path, 'evenpace.lock'), `${stale}\n`);
      const store = await openStore(folder.path);
      expect(readFileSync(join(folder.path, 'evenpace.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
      await store.close();
    }
  });

  it('says so when the folder cannot be made', async () => {
    mkdirSync(folder.path, { recursive: true });
    const file = join(folder.path, 'a-file');
    writeFileSync(file, '');
    await expect(openStore(join(file, 'data'))).rejects.toThrow(/data folder .* cannot be written \(ENOTDIR\)/);
  });

  it('says so when the file is no database, and gives the folder free again', async () => {
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(join(folder.path, 'evenpace.db'), 'not a database at all, but long enough to look like one'.repeat(100));
    await expect(openStore(folder.path)).rejects.toThrow(/cannot be opened/);
    expect(existsSync(join(folder.path, 'evenpace.lock'))).toBe(false);
  });
});
