import { createAnswers } from './answers.ts';
import { createStreamClock } from './clock.ts';
import { DeviceError, toDeviceError } from './errors.ts';
import { createOperationQueue } from './operationQueue.ts';
import { chosenOptions, type OptionValues, withOptions } from './options.ts';
import { createPacketReader } from './packetReader.ts';
import { createPoller } from './poller.ts';
import { assertMayWrite } from './safety.ts';
import type { Scheduler } from './scheduler.ts';
import { readFacts, tellFacts } from './sensorFacts.ts';
import { createStaleWatch, lifeSignsOf } from './staleWatch.ts';
import type { Step } from './step.ts';
import { runSteps, type StepDeps } from './stepRunner.ts';
import type { CharacteristicUse, DecodeResult, DeviceDefinition, GattPort, Sensor, SensorEvent } from './types.ts';

/**
 * All in ms. A drop is answered by 4 s of reconnecting, then by an offer to pick the sensor again (devices.md). The first operation of a
 * link waits until the services are found.
 */
export const SENSOR_TIMES = {
  connectMs: 10_000,
  discoveryMs: 10_000,
  operationMs: 5_000,
  reconnectMs: 4_000,
  retryMs: 250,
  staleMs: 4_000,
} as const;

type Phase = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'lost' | 'closed';

/**
 * Runs one sensor: connect, subscribe, start, samples; after a drop tries again for 4 s and then waits for start(). Everything it has
 * to say goes to the listener; start() also rejects with DeviceError when the first connection fails. RangeError for options that the
 * device does not have.
 */
export function openSensor(
  definition: DeviceDefinition,
  port: GattPort,
  deps: Scheduler,
  listener: (event: SensorEvent) => void,
  chosen: OptionValues = {},
): Sensor {
  const options = chosenOptions(definition, chosen);
  const device = withOptions(definition, options);
  const queue = createOperationQueue(deps);
  const answers = createAnswers(deps);
  const packets = createPacketReader();
  const streams = new Map(device.streams.map((stream) => [stream.key, { stream, clock: createStreamClock(stream) }]));
  const watch = createStaleWatch(deps, SENSOR_TIMES.staleMs, listener);
  const lifeSigns = lifeSignsOf(device);
  let phase: Phase = 'idle';
  /** Raised with every new link and every end: packets and waits of an older one are ignored. */
  let link = 0;
  let attempt: Promise<void> | null = null;
  /** Characteristics whose absence has been told: what is to be done with them is left out without another word. */
  const absent = new Set<string>();
  let cancelRetry = (): void => {};
  /** How long this link may take to find its services; null once an operation on it was answered. */
  let discoveryMs: number | null = null;

  const tell = (decoded: DecodeResult, use: CharacteristicUse, arrivalUs: number): void => {
    if (!decoded.ok) {
      listener({ type: 'undecodable', reason: decoded.reason });
      return;
    }
    if (decoded.facts) tellFacts(decoded.facts, use.mode, listener);
    for (const part of decoded.streams) {
      const entry = streams.get(part.stream);
      if (entry === undefined || part.sampleCount === 0) continue;
      const times = entry.clock.map(part, arrivalUs - (part.lagUs ?? 0));
      const gapBefore = times.gapBefore || part.gapBefore === true;
      if (lifeSigns.has(part.stream)) watch.sample();
      const { sampleCount, counts } = part;
      listener({
        type: 'samples',
        batch: { stream: entry.stream, sampleCount, counts, arrivalUs, ...times, gapBefore, clock: entry.clock.mapping() },
      });
    }
    const ended = decoded.ended?.filter((key) => streams.has(key)) ?? [];
    for (const key of ended) streams.get(key)?.clock.restart();
    if (ended.length > 0) listener({ type: 'ended', streams: ended });
  };

  const receive = (use: CharacteristicUse, bytes: Uint8Array, arrivalUs: number): void => {
    const offer = (frame: Uint8Array): void => answers.offer(use.characteristic, frame);
    for (const decoded of packets.read(use, bytes, offer)) tell(decoded, use, arrivalUs);
  };

  const operate = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const timeoutMs = discoveryMs ?? SENSOR_TIMES.operationMs;
    const timeoutCode = discoveryMs === null ? 'operationTimeout' : 'discoveryTimeout';
    const answer = await queue.add({ name, timeoutMs, timeoutCode, run });
    discoveryMs = null;
    return answer;
  };

  /** Whether it is listened to now. An optional characteristic may be absent without a word; what else keeps samples away is told. */
  const subscribe = async (use: CharacteristicUse, mine: number): Promise<boolean> => {
    const onBytes = (bytes: Uint8Array, arrivalUs: number): void => {
      if (mine === link) receive(use, bytes, arrivalUs);
    };
    try {
      await operate(`subscribe ${use.characteristic}`, () => port.subscribe(use.service, use.characteristic, onBytes));
      return true;
    } catch (error) {
      const { code, message } = toDeviceError(error, 'subscribe');
      if (!use.optional || mine !== link || code === 'disconnected' || code === 'discoveryTimeout') throw error;
      if (code !== 'serviceMissing') {
        if (!use.late) listener({ type: 'notice', code, message });
      } else if (use.absent) {
        absent.add(use.characteristic);
        listener({ type: 'notice', ...use.absent });
      }
      return false;
    }
  };
  const subscribeAll = async (mine: number): Promise<void> => {
    const heard = device.characteristics.filter((use) => use.mode !== 'read' && !use.late);
    let listening = 0;
    for (const use of heard) if (await subscribe(use, mine)) listening++;
    if (heard.length > 0 && listening === 0 && !device.poll) {
      throw new DeviceError('serviceMissing', `${port.name} has nothing that ${definition.id} listens to`);
    }
  };

  const stepDeps: StepDeps = {
    options,
    answers,
    write(step, bytes) {
      assertMayWrite(definition, bytes);
      return operate(`write ${step.characteristic}`, () => port.write(step.service, step.characteristic, bytes, step.response));
    },
    async read(step) {
      const bytes = await operate(`read ${step.characteristic}`, () => port.read(step.service, step.characteristic));
      const use = device.characteristics.find((one) => one.characteristic === step.characteristic);
      if (use) receive(use, bytes, deps.nowUs());
    },
    wait: (ms) => wait(ms),
    notice: ({ code, message }) => listener({ type: 'notice', code, message }),
  };
  const present = (steps: readonly Step[]): readonly Step[] =>
    steps.filter((step) => step.type === 'wait' || !absent.has(step.characteristic));
  const poller = createPoller(deps, device.poll ?? null, stepDeps);

  /** What the device says about itself: read once, then listened to where it tells by itself (a battery that runs down). */
  const learnFacts = async (mine: number): Promise<void> => {
    await readFacts(device, (use) => operate(`read ${use.characteristic}`, () => port.read(use.service, use.characteristic)), listener);
    for (const use of device.characteristics) if (use.late && mine === link) await subscribe(use, mine).catch(() => undefined);
  };

  /** One whole try: link, subscriptions (always before the start writes), start. */
  const bringUp = async (connectMs: number, searchMs: number): Promise<void> => {
    link++;
    const mine = link;
    try {
      for (const { clock } of streams.values()) clock.restart();
      packets.restart();
      absent.clear();
      discoveryMs = searchMs;
      await queue.add({ name: 'connect', timeoutMs: connectMs, timeoutCode: 'connectTimeout', run: () => port.connect(connectMs) });
      await subscribeAll(mine);
      await runSteps(present(device.start), stepDeps);
      if (mine !== link) throw new DeviceError('cancelled', 'stopped while connecting');
    } catch (error) {
      if (mine === link) {
        link++;
        port.disconnect();
      }
      throw toDeviceError(error, definition.id);
    }
    phase = 'live';
    if (lifeSigns.size > 0) watch.start();
    listener({ type: 'live' });
    poller.start();
    void learnFacts(mine);
  };

  const lose = (error: DeviceError): void => {
    phase = 'lost';
    attempt = null;
    watch.stop();
    poller.stop();
    listener({ type: 'lost', code: error.code, canRepick: true });
  };

  const wait = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = deps.schedule(delayMs, resolve);
      cancelRetry = () => {
        cancel();
        resolve();
      };
    });

  /**
   * Brings the link up while the phase lasts; a fault that is worth it is followed by another try within the 4 s. Rejects with DeviceError
   * when it is lost.
   */
  const persist = async (during: Phase, limitMs: (leftMs: number) => number, worthIt: (error: DeviceError) => boolean): Promise<void> => {
    const deadlineUs = deps.nowUs() + SENSOR_TIMES.reconnectMs * 1000;
    for (;;) {
      try {
        await bringUp(limitMs(Math.max(1, Math.round((deadlineUs - deps.nowUs()) / 1000))), limitMs(SENSOR_TIMES.reconnectMs));
        return;
      } catch (error) {
        const mapped = toDeviceError(error, 'connect');
        if (phase !== during) throw mapped;
        if (!worthIt(mapped) || deps.nowUs() + SENSOR_TIMES.retryMs * 1000 >= deadlineUs) {
          lose(mapped);
          throw mapped;
        }
      }
      await wait(SENSOR_TIMES.retryMs);
      if (phase !== during) throw new DeviceError('cancelled', 'stopped while connecting');
    }
  };

  /** One attempt at a time: a start() during a reconnect waits for that one. */
  const single = (work: () => Promise<void>): Promise<void> => {
    const running = work().finally(() => {
      if (attempt === running) attempt = null;
    });
    attempt = running;
    return running;
  };

  port.onDisconnect(() => {
    queue.fail('disconnected');
    answers.fail(new DeviceError('disconnected', 'the link is gone'));
    poller.stop();
    if (phase !== 'live') return;
    phase = 'reconnecting';
    watch.stop();
    listener({ type: 'lost', code: 'disconnected', canRepick: false });
    void single(() =>
      persist(
        'reconnecting',
        (leftMs) => leftMs,
        () => true,
      ),
    ).catch(() => undefined);
  });

  const connect = async (): Promise<void> => {
    phase = 'connecting';
    listener({ type: 'connecting' });
    // A link that breaks while it is being made is common, and the next try mostly works; other faults are told at once.
    await persist(
      'connecting',
      () => SENSOR_TIMES.connectMs,
      ({ code }) => code === 'disconnected',
    );
  };

  const whileLive = async (steps: readonly Step[]): Promise<void> => {
    if (phase !== 'live') throw new DeviceError('disconnected', `${definition.id} is not live`);
    await runSteps(steps, stepDeps);
  };

  return {
    definition,
    name: port.name,
    async identify() {
      if (device.identify === null || device.identify === 'tap') return false;
      await whileLive(device.identify);
      return true;
    },
    async act(key) {
      const action = device.actions.find((one) => one.key === key);
      if (action === undefined) throw new RangeError(`${definition.id}: there is no action ${key}`);
      await whileLive(action.steps);
    },
    async start() {
      if (attempt) return attempt;
      if (phase !== 'live') await single(connect);
    },
    async stop() {
      if (phase === 'closed') return;
      const running = phase === 'live';
      phase = 'closed';
      link++;
      watch.stop();
      poller.stop();
      cancelRetry();
      if (running) await runSteps(present(device.stop), stepDeps).catch(() => undefined);
      queue.fail('cancelled');
      answers.fail(new DeviceError('cancelled', 'stopped'));
      port.disconnect();
      listener({ type: 'closed' });
    },
  };
}
