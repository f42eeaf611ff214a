import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runDemo } from '#server/cli/demo.ts';
import { lockDataFolder } from '#server/db/lock.ts';
import { MARKER, markReady, prepareFolder } from '#server/demo/folder.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';
import { memoryIo } from '#test/server/cli/memoryIo.ts';

const DAY = '2026-03-02';
const folder = tempFolder();
afterEach(() => folder.remove());

const put = (name: string) => {
  mkdirSync(folder.path, { recursive: true });
  writeFileSync(join(folder.path, name), 'kept');
};

describe('demo folder', () => {
  it('is made anew where there is none, and reused until the day is over', () => {
    expect(prepareFolder(folder.path, DAY)).toBe('empty');
    put('evenpace.db');
    markReady(folder.path, DAY);
    expect(prepareFolder(folder.path, DAY)).toBe('reuse');
    expect(prepareFolder(folder.path, '2026-03-03')).toBe('empty');
    expect(readdirSync(folder.path)).toEqual([MARKER]);
  });

  it('is made anew when making it broke off, or its marker cannot be read', () => {
    prepareFolder(folder.path, DAY);
    put('evenpace.db');
    expect(prepareFolder(folder.path, DAY)).toBe('empty');
    put('evenpace.db');
    put(MARKER);
    expect(prepareFolder(folder.path, DAY)).toBe('empty');
    expect(existsSync(join(folder.path, 'evenpace.db'))).toBe(false);
  });

  it('keeps what is not the demo clinic itself', () => {
    prepareFolder(folder.path, DAY);
    put('notes.txt');
    expect(prepareFolder(folder.path, DAY)).toBe('empty');
    expect(readdirSync(folder.path).sort()).toEqual([MARKER, 'notes.txt'].sort());
  });

  it('is refused in words when it holds a real clinic', async () => {
    put('evenpace.db');
    const io = memoryIo();
    expect(await runDemo({ DATA_DIR: folder.path, PORT: '0' }, io)).toBe(1);
    expect(io.err()).toBe(`The folder ${folder.path} holds something that is not a demo clinic; choose another DATA_DIR for the demo.\n`);
    expect(readdirSync(folder.path)).toEqual(['evenpace.db']);
  });

  it('is left alone while another process uses it', () => {
    prepareFolder(folder.path, DAY);
    put('evenpace.db');
    const release = lockDataFolder(folder.path);
    expect(() => prepareFolder(folder.path, '2026-03-03')).toThrow(/is using .*; stop it first or choose another DATA_DIR/);
    release();
    expect(existsSync(join(folder.path, 'evenpace.db'))).toBe(true);
  });
});
