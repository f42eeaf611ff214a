import { describe, expect, it } from 'vitest';
import { DeviceError, toDeviceError } from '#devices/core/errors.ts';
import { createOperationQueue } from '#devices/core/operationQueue.ts';
import { createManualScheduler } from './manualScheduler.ts';

function setUp() {
  const scheduler = createManualScheduler();
  const queue = createOperationQueue(scheduler);
  const log: string[] = [];
  const add = (name: string, run: () => Promise<string>) =>
    queue.add({
      name,
      timeoutMs: 1000,
      timeoutCode: 'operationTimeout',
      run: () => {
        log.push(`start ${name}`);
        return run();
      },
    });
  return { scheduler, queue, log, add };
}
const never = (): Promise<string> => new Promise(() => {});

describe('operation queue', () => {
  it('runs one operation at a time, in order', async () => {
    const { scheduler, log, add } = setUp();
    let finishFirst = (_: string): void => {};
    const first = add('a', () => new Promise((resolve) => (finishFirst = resolve)));
    const second = add('b', async () => 'B');
    await scheduler.settle();
    expect(log).toEqual(['start a']);
    finishFirst('A');
    expect(await Promise.all([first, second])).toEqual(['A', 'B']);
    expect(log).toEqual(['start a', 'start b']);
  });

  it('goes on after an operation that is never answered', async () => {
    const { scheduler, add } = setUp();
    const hung = add('hung', never).catch((error: DeviceError) => error.code);
    const next = add('next', async () => 'done');
    await scheduler.advance(1000);
    expect(await hung).toBe('operationTimeout');
    expect(await next).toBe('done');
  });

  it('counts the timeout from the start of the operation, not from its place in the queue', async () => {
    const { scheduler, log, add } = setUp();
    const first = add('first', never).catch((error: DeviceError) => error.code);
    const second = add('second', never).catch((error: DeviceError) => error.code);
    await scheduler.advance(1999);
    expect(await first).toBe('operationTimeout');
    expect(log).toEqual(['start first', 'start second']);
    await scheduler.advance(1);
    expect(await second).toBe('operationTimeout');
  });

  it('fails everything when the link goes, and works again afterwards', async () => {
    const { scheduler, queue, log, add } = setUp();
    const codes = ['a', 'b', 'c'].map((name) => add(name, never).catch((error: DeviceError) => error.code));
    await scheduler.settle();
    queue.fail('disconnected');
    expect(await Promise.all(codes)).toEqual(['disconnected', 'disconnected', 'disconnected']);
    expect(log).toEqual(['start a']);
    expect(await add('again', async () => 'ok')).toBe('ok');
  });

  it('turns whatever an operation throws into a DeviceError', async () => {
    const { add } = setUp();
    const error = await add('read', async () => {
      throw new DOMException('gone', 'NetworkError');
    }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DeviceError);
    expect(error).toMatchObject({ code: 'disconnected', message: 'read: gone' });
    const sync = await add('write', () => {
      throw new TypeError('bad');
    }).catch((thrown: unknown) => thrown);
    expect(sync).toMatchObject({ code: 'unknown' });
  });
});

it.each([
  ['NotFoundError', 'serviceMissing'],
  ['InvalidStateError', 'disconnected'],
  ['NotAllowedError', 'permissionDenied'],
  ['SecurityError', 'permissionDenied'],
  ['NotSupportedError', 'unsupported'],
  ['AbortError', 'cancelled'],
  ['SomethingElse', 'unknown'],
] as const)('maps %s to %s, with the cause kept', (name, code) => {
  const foreign = new DOMException('text', name);
  const mapped = toDeviceError(foreign, 'doing');
  expect([mapped.code, mapped.cause]).toEqual([code, foreign]);
  expect(toDeviceError(mapped, 'again')).toBe(mapped);
});
