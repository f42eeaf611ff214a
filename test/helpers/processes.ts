import { type ChildProcess, spawn } from 'node:child_process';

export interface StartOptions {
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Started when a line of stdout or stderr matches; without it, as soon as the process runs. */
  readonly ready?: RegExp;
  readonly readyTimeoutMs?: number;
}
export interface StartedProcess {
  readonly pid: number;
  /** Everything said so far on stdout and stderr. */
  output(): string;
  /** The match of `ready`, with its groups; null without `ready`. */
  readonly match: RegExpMatchArray | null;
  /** Resolves with the exit code or the signal's name. */
  readonly exited: Promise<number | string>;
  /** SIGTERM, then SIGKILL after 5 s; resolves when it is gone. SIGKILL at once simulates a crash. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Ends the child when this process ends in any way, SIGKILL included: the guard waits on a pipe from us, and a pipe closes with its
 * owner.
 */
function guard(child: ChildProcess, pid: number): void {
  const watcher = spawn('/bin/sh', ['-c', `read _; kill -KILL ${pid}`], { stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.unref();
  child.once('exit', () => watcher.kill('SIGKILL'));
}

/** Starts a program of the test's own and waits until it is ready. It is ended by `stop`, or with this process. */
export async function startProcess(command: string, args: readonly string[], options: StartOptions = {}): Promise<StartedProcess> {
  const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    child.once('error', (error) => resolve(error.message));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} did not start: ${await exited}`);
  guard(child, pid);

  let said = '';
  let noteOutput = (): void => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      noteOutput();
    });
  }
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exited;
    clearTimeout(timer);
  };
  const started = { pid, output: () => said, exited, stop };
  const { ready } = options;
  if (!ready) return { ...started, match: null };

  const timeoutMs = options.readyTimeoutMs ?? 20_000;
  const { promise: matched, resolve } = Promise.withResolvers<RegExpMatchArray | string>();
  noteOutput = () => {
    const match = said.match(ready);
    if (match) resolve(match);
  };
  const timer = setTimeout(() => resolve(`is not ready after ${timeoutMs} ms`), timeoutMs);
  void exited.then((why) => resolve(`ended before it was ready (${why})`));
  const outcome = await matched;
  clearTimeout(timer);
  noteOutput = () => {};
  if (typeof outcome !== 'string') return { ...started, match: outcome };
  await stop('SIGKILL');
  throw new Error(`${command} ${outcome}\n${said}`);
}
