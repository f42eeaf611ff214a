import { fileURLToPath } from 'node:url';
import { freePort } from '#test/helpers/ports.ts';
import { type StartedProcess, startProcess } from '#test/helpers/processes.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ServerProcess {
  /** http://localhost:PORT (passkeys need the name, not the number). */
  readonly origin: string;
  readonly dataDir: string;
  /** First-run link, when this start printed one. */
  readonly setupLink: string | null;
  readonly process: StartedProcess;
  /** SIGKILL, then a new process on the same data and port. */
  crashAndRestart(): Promise<ServerProcess>;
  close(): Promise<void>;
}

/** The product's own server as a newcomer starts it, on a data folder of its own. */
export async function startServerProcess(
  options: { dataDir?: string; port?: number; command?: 'serve' | 'demo' } = {},
): Promise<ServerProcess> {
  const folder = options.dataDir === undefined ? tempFolder() : null;
  const dataDir = options.dataDir ?? (folder as { path: string }).path;
  const port = options.port ?? (await freePort());
  const started = await startProcess(process.execPath, ['server/cli.ts', options.command ?? 'serve'], {
    cwd: root,
    env: { PORT: String(port), DATA_DIR: dataDir, HOST: '127.0.0.1' },
    ready: /Evenpace \S+ is running at (http:\S+)/,
    // A demo clinic is invented first: about 45 s on two free cores.
    readyTimeoutMs: options.command === 'demo' ? 280_000 : 120_000,
  });
  const origin = `http://localhost:${port}`;
  return {
    origin,
    dataDir,
    process: started,
    get setupLink() {
      return started.output().match(/http:\/\/\S+\/setup\/[A-Za-z0-9_-]{43}/)?.[0] ?? null;
    },
    async crashAndRestart() {
      await started.stop('SIGKILL');
      return startServerProcess({ dataDir, port });
    },
    async close() {
      await started.stop();
      folder?.remove();
    },
  };
}
