import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openStore } from '#server/db/client.node.ts';
import { type SeededActor, seedActor, seedClinic } from '#test/helpers/server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything written to the terminal so far. */
  output(): string;
  /** Ends it with a signal; resolves with its exit code (null after SIGKILL). */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

export function spawnCli(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(`${root}node_modules/.bin/node`, ['server/cli.ts', ...args], { cwd: root, env: { PATH: process.env.PATH ?? '', ...env } });
}

/** `evenpace serve` as a process of its own on a free port; resolves when it tells its address, rejects with its words when it ends first. */
export async function startServerProcess(dataDir: string): Promise<ServerProcess> {
  const child = spawnCli(['serve'], { DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1' });
  let text = '';
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const url = await new Promise<string>((resolve, reject) => {
    const read = (part: Buffer) => {
      text += part.toString();
      const told = /running at http:\/\/localhost:(\d+)\n/.exec(text);
      if (told) resolve(`http://127.0.0.1:${told[1]}`);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    exited.then((code) => reject(new Error(`ended with ${code}: ${text}`)), reject);
  });
  return {
    url,
    child,
    output: () => text,
    stop(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/** Puts a signed-in patient into a data folder before a server starts on it. */
export async function seedPatient(dataDir: string): Promise<SeededActor> {
  const store = await openStore(dataDir);
  const deps = {
    store,
    clock: { nowUs: () => Date.now() * 1000 },
    random: { bytes: (length: number) => new Uint8Array(randomBytes(length)) },
    config: { origin: 'http://localhost', version: 'test', demo: false },
  };
  const actor = await seedActor({ deps }, await seedClinic({ deps }), 'patient');
  await store.close();
  return actor;
}
