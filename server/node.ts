import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { analysisThread } from '#server/analysis/analysisThread.ts';
import { createApp } from '#server/app.ts';
import { type Background, createBackground } from '#server/background.ts';
import { openStore } from '#server/db/client.node.ts';
import { DataFolderRefused } from '#server/db/lock.ts';
import { StoreError } from '#server/db/store.ts';
import type { Deps } from '#server/deps.ts';
import { jsonLog } from '#server/log.ts';
import { argon2Passwords } from '#server/password.ts';
import { ensureSetupToken } from '#server/services/clinic/setupToken.ts';
import { freeRefineTasks, refineNext } from '#server/services/session/refineNext.ts';
import { folderFiles } from '#server/static.ts';

/** The environment, read once. */
export interface NodeConfig {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Public address when it is not this computer's own, e.g. behind a proxy that speaks https. */
  readonly origin: string | null;
  readonly demo: boolean;
}

/** Why the server did not start: one sentence for the terminal. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

export interface RunningServer {
  readonly url: string;
  /** One-time link that creates the clinic; null when there is one. */
  readonly setupUrl: string | null;
  readonly deps: Deps;
  /** Lets requests finish (at most 5 s), then closes the database. */
  close(): Promise<void>;
}

/** A body on a slow phone may take this long; a request that trickles longer is cut off. */
const REQUEST_TIMEOUT_MS = 120_000;
const CLOSE_TIMEOUT_MS = 5_000;
/** Picks up what another process left when it died, or what failed. */
const WAKE_EVERY_MS = 60_000;

export function readConfig(env: Readonly<Record<string, string | undefined>>): NodeConfig {
  const port = Number(env.PORT ?? 8787);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StartRefused(`PORT must be a number from 0 to 65535, not "${env.PORT}".`);
  const origin = env.ORIGIN || null;
  if (origin !== null && (!URL.canParse(origin) || new URL(origin).origin !== origin)) {
    throw new StartRefused(`ORIGIN must be an address without a path, such as https://evenpace.example.org, not "${origin}".`);
  }
  return { port, host: env.HOST || '127.0.0.1', dataDir: env.DATA_DIR || './data', origin, demo: false };
}

/** Starts the whole server on this computer. Throws StartRefused. */
export async function startServer(config: NodeConfig, write: (line: string) => void = () => {}): Promise<RunningServer> {
  const store = await openStore(config.dataDir).catch((error: unknown) => {
    if (error instanceof DataFolderRefused || error instanceof StoreError) throw new StartRefused(error.message);
    throw error;
  });
  const analysis = analysisThread();
  let background: Background | null = null;
  let waking: NodeJS.Timeout | undefined;
  let fetch: (request: Request, env: unknown) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = createAdaptorServer({
    fetch: (request, env) => fetch(request, env),
    serverOptions: { requestTimeout: REQUEST_TIMEOUT_MS },
  }) as Server;
  const closeAll = async () => {
    await stopListening(server);
    clearInterval(waking);
    await background?.close();
    await analysis.close();
    await store.close();
  };
  try {
    const port = await listen(server, config);
    const origin = config.origin ?? `http://${shownHost(config.host)}:${port}`;
    const deps: Deps = {
      store,
      clock: { nowUs: () => Math.round((performance.timeOrigin + performance.now()) * 1000) },
      random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
      passwords: argon2Passwords(),
      analysis,
      background: { wake: () => background?.wake() },
      log: jsonLog(write, Date.now),
      config: { origin, version: packageVersion(), demo: config.demo },
      staticFiles: folderFiles(fileURLToPath(new URL('../dist/web', import.meta.url))),
    };
    background = createBackground(
      () => refineNext(deps),
      (error) => deps.log.error('backgroundFailed', { error: error instanceof Error ? error.name : typeof error }),
    );
    await store.batch([freeRefineTasks(deps.clock.nowUs())]);
    waking = setInterval(background.wake, WAKE_EVERY_MS);
    background.wake();
    const app = createApp(deps);
    fetch = (request, env) => app.fetch(request, env as object);
    const token = config.demo ? null : await ensureSetupToken(deps);
    return { url: origin, setupUrl: token === null ? null : `${origin}/setup/${token}`, deps, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Passkeys need a name, so the computer's own address is shown as localhost. */
function shownHost(host: string): string {
  if (['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function listen(server: Server, { port, host }: NodeConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new StartRefused(listenProblem(error, host, port))));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} on ${host} is in use by another program; stop it or choose another PORT.`;
  if (error.code === 'EACCES') return `Port ${port} needs more rights than this user has; choose a PORT of 1024 or more.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return `HOST ${host} is not an address of this computer.`;
  return `Cannot listen on ${host}:${port} (${error.code ?? error.message}).`;
}

async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
