import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '#server/node.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';
import { spawnCli, startServerProcess } from './serverProcess.ts';

const folder = tempFolder();
afterEach(() => folder.remove());

/** Runs a command to its end. */
async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawnCli(args, { DATA_DIR: folder.path, PORT: '0', ...env });
  let text = '';
  child.stdout?.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (text += part.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, text };
}

describe('evenpace serve', () => {
  it('starts, prints the first-run link, answers, and stops cleanly', async () => {
    const server = await startServerProcess(folder.path);
    const health = await fetch(`${server.url}/healthz`);
    expect(await health.json()).toMatchObject({ status: 'ok' });
    const page = await fetch(`${server.url}/api/v1/auth/me`);
    expect(page.status).toBe(401);
    expect(server.output()).toMatch(/First run: open this link .*\n\s+http:\/\/localhost:\d+\/setup\/[\w-]{43}\n/);
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(existsSync(join(folder.path, 'evenpace.lock'))).toBe(false);
    expect(existsSync(join(folder.path, 'evenpace.db-wal'))).toBe(false);
  });

  it('refuses a second process on the same data in one sentence', async () => {
    const first = await startServerProcess(folder.path);
    const { code, text } = await run(['serve']);
    expect(code).toBe(1);
    expect(text).toBe(`Another Evenpace (process ${first.child.pid}) is using ${folder.path}; stop it first or choose another DATA_DIR.\n`);
    expect(await first.stop('SIGINT')).toBe(0);
  });

  it('says when the port is taken, and gives the data free again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, text } = await run(['serve'], { PORT: String(port) });
    expect(code).toBe(1);
    expect(text).toBe(`Port ${port} on 127.0.0.1 is in use by another program; stop it or choose another PORT.\n`);
    expect(existsSync(join(folder.path, 'evenpace.lock'))).toBe(false);
    other.close();
  });

  it('says when the data folder cannot be used', async () => {
    mkdirSync(folder.path, { recursive: true });
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    expect(await run(['serve'], { DATA_DIR: join(file, 'data') })).toEqual({
      code: 1,
      text: `The data folder ${join(file, 'data')} cannot be written (ENOTDIR); check its owner and rights or choose another DATA_DIR.\n`,
    });
  });

  it('tells what there is for an unknown command', async () => {
    const { code, text } = await run(['serv']);
    expect(code).toBe(1);
    expect(text).toMatch(/There is no command "serv"\.\nevenpace serve/);
  });
});

describe('settings', () => {
  it('have defaults for a first start', () => {
    expect(readConfig({})).toEqual({ port: 8787, host: '127.0.0.1', dataDir: './data', origin: null, demo: false });
    expect(readConfig({ PORT: '80', HOST: '::', DATA_DIR: '/x', ORIGIN: 'https://e.example.org' })).toMatchObject({
      port: 80,
      host: '::',
      dataDir: '/x',
    });
  });

  it('are refused in words', () => {
    expect(() => readConfig({ PORT: 'eighty' })).toThrow('PORT must be a number from 0 to 65535, not "eighty".');
    for (const ORIGIN of ['evenpace.example.org', 'https://e.example.org/app']) {
      expect(() => readConfig({ ORIGIN })).toThrow(/^ORIGIN must be an address without a path/);
    }
  });
});
