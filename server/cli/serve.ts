import process from 'node:process';
import type { Io } from '#server/cli/analyze/io.ts';
import { type NodeConfig, type RunningServer, readConfig, StartRefused, startServer } from '#server/node.ts';

/** What a command writes to. */
export type CommandIo = Pick<Io, 'stdout' | 'stderr'>;

type Env = Readonly<Record<string, string | undefined>>;

/** `evenpace serve`: runs until SIGTERM or SIGINT. Returns the exit code. */
export async function runServe(env: Env, io: CommandIo): Promise<number> {
  return serveUntilStopped(env, io, {}, async () => {});
}

/** The same for `demo`: `prepare` fills the clinic once the server is up. */
export async function serveUntilStopped(
  env: Env,
  io: CommandIo,
  change: Partial<NodeConfig>,
  prepare: (server: RunningServer) => Promise<void>,
): Promise<number> {
  try {
    const server = await startServer({ ...readConfig(env), ...change }, io.stderr);
    const stopped = stopSignal();
    await prepare(server);
    announce(server, io);
    await stopped;
    io.stdout('Stopping ...\n');
    await server.close();
    return 0;
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    io.stderr(`${error.message}\n`);
    return 1;
  }
}

function announce({ url, setupUrl, deps }: RunningServer, io: CommandIo): void {
  io.stdout(`Evenpace ${deps.config.version} is running at ${url}\n`);
  if (deps.staticFiles === null) io.stdout('The web client has not been built: run "npm run build" and start again. The API works.\n');
  if (setupUrl !== null) io.stdout(`First run: open this link to create your clinic. It works once.\n  ${setupUrl}\n`);
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
