import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type StartedProcess, startProcess } from '#test/helpers/processes.ts';
import { startBus } from './bus.ts';

/** A process that has ended but was not yet reaped by its parent counts as gone. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat !== null && !/\) [ZX] /.test(stat);
}
/** A second Node that starts a long sleep of its own and tells its pid. */
function startParent(): Promise<StartedProcess> {
  const script = `
    import { startProcess } from '#test/helpers/processes.ts';
    const sleep = await startProcess('sleep', ['600']);
    console.log('sleep=' + sleep.pid + ';');`;
  return startProcess(process.execPath, ['--input-type=module', '--eval', script], { ready: /sleep=(\d+);/ });
}

test('what a process has started ends with it, even when it is killed', async () => {
  const parent = await startParent();
  const pid = Number(parent.match?.[1]);
  expect(await isRunning(pid)).toBe(true);
  await parent.stop('SIGKILL');
  expect(await parent.exited).toBe('SIGKILL');
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

test('a program that ends before it is ready is an error that says why', async () => {
  const failing = startProcess('/bin/sh', ['-c', 'echo no luck today >&2; exit 3'], { ready: /ready/ });
  await expect(failing).rejects.toThrow(/ended before it was ready \(3\)\s+no luck today/);
});

test('a program that does not exist is an error', async () => {
  await expect(startProcess('evenpace-no-such-program', [])).rejects.toThrow(/did not start/);
});

test('a stopped bus leaves no socket behind', async () => {
  const bus = await startBus();
  const socketPath = bus.address.replace('unix:path=', '');
  await expect(readFile(socketPath)).rejects.toThrow(/ENXIO|EISDIR|EOPNOTSUPP/);
  await bus.stop();
  await expect(readFile(socketPath)).rejects.toThrow(/ENOENT/);
});
