import { createAnswers } from './answers.ts';
import { DeviceError, toDeviceError } from './errors.ts';
import { type OptionValues, withOptions } from './options.ts';
import { createPacketTeller } from './packetTeller.ts';
import type { Pause } from './pause.ts';
import { createPoller } from './poller.ts';
import { assertMayWrite } from './safety.ts';
import type { Scheduler } from './scheduler.ts';
import { readFacts } from './sensorFacts.ts';
import { SENSOR_TIMES } from './sensorTimes.ts';
import { createStaleWatch, lifeSignsOf } from './staleWatch.ts';
import type { Step } from './step.ts';
import { runSteps, type StepDeps } from './stepRunner.ts';
import { createSubscriptions, type Hearing } from './subscriptions.ts';
import { createTimedPort } from './timedPort.ts';
import type { CharacteristicUse, DeviceDefinition, GattPort, SensorEvent } from './types.ts';

/** What is done on the links to one device, one link after the other. */
export interface SensorLink {
  /**
   * One whole try: link, subscriptions (always before the start writes), start; then `onUp`, and the samples are watched, polls and facts
   * asked for. Rejects with DeviceError, and then there is no link.
   */
  bringUp(connectMs: number, discoveryMs: number, onUp: () => void): Promise<void>;
  /** Rejects with DeviceError when a step fails that is not optional. */
  run(steps: readonly Step[]): Promise<void>;
  /** The device's stop steps, as far as they can be done; never rejects. */
  runStop(): Promise<void>;
  /** No more polls, and silence is nothing to tell. */
  quiet(): void;
  /** Packets and waits of the link until now are ignored. */
  leave(): void;
  /** Fails what waits for the device: operations and answers. */
  fail(code: 'disconnected' | 'cancelled', message: string): void;
  disconnect(): void;
}

/** RangeError for options that the device does not have. */
export function createSensorLink(
  definition: DeviceDefinition,
  options: OptionValues,
  port: GattPort,
  scheduler: Scheduler,
  pause: Pause,
  listener: (event: SensorEvent) => void,
): SensorLink {
  const device = withOptions(definition, options);
  const timed = createTimedPort(port, scheduler);
  const answers = createAnswers(scheduler);
  const watch = createStaleWatch(scheduler, SENSOR_TIMES.staleMs, lifeSignsOf(device), listener);
  const teller = createPacketTeller(device, watch, listener);
  const subscriptions = createSubscriptions(device, timed, listener);
  /** Raised with every new link and every end. */
  let link = 0;

  const receive = (use: CharacteristicUse, bytes: Uint8Array, arrivalUs: number): void =>
    teller.receive(use, bytes, arrivalUs, (frame) => answers.offer(use.characteristic, frame));

  const deps: StepDeps = {
    options,
    answers,
    write(step, bytes) {
      assertMayWrite(definition, bytes);
      return timed.write(step, bytes);
    },
    async read(step) {
      const bytes = await timed.read(step);
      const use = device.characteristics.find((one) => one.characteristic === step.characteristic);
      if (use) receive(use, bytes, scheduler.nowUs());
    },
    wait: (ms) => pause.wait(ms),
    notice: ({ code, message }) => listener({ type: 'notice', code, message }),
  };
  const poller = createPoller(scheduler, device.poll ?? null, deps);

  /** What the device says about itself: read once, then listened to where it tells by itself (a battery that runs down). */
  const learnFacts = async (hearing: Hearing): Promise<void> => {
    await readFacts(device, (use) => timed.read(use), listener);
    await subscriptions.late(hearing);
  };

  return {
    async bringUp(connectMs, discoveryMs, onUp) {
      link++;
      const mine = link;
      const hearing: Hearing = { current: () => mine === link, receive };
      try {
        teller.restart();
        await timed.connect(connectMs, discoveryMs);
        await subscriptions.begin(hearing);
        await runSteps(subscriptions.present(device.start), deps);
        if (mine !== link) throw new DeviceError('cancelled', 'stopped while connecting');
      } catch (error) {
        if (mine === link) {
          link++;
          timed.disconnect();
        }
        throw toDeviceError(error, definition.id);
      }
      onUp();
      watch.start();
      listener({ type: 'live' });
      poller.start();
      void learnFacts(hearing);
    },
    run: (steps) => runSteps(steps, deps),
    runStop: () => runSteps(subscriptions.present(device.stop), deps).catch(() => undefined),
    quiet() {
      watch.stop();
      poller.stop();
    },
    leave() {
      link++;
    },
    fail(code, message) {
      timed.fail(code);
      answers.fail(new DeviceError(code, message));
    },
    disconnect: () => timed.disconnect(),
  };
}
