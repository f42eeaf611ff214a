import { DeviceError, toDeviceError } from './errors.ts';
import { keepTrying } from './keepTrying.ts';
import { chosenOptions, type OptionValues } from './options.ts';
import { createPause } from './pause.ts';
import type { Scheduler } from './scheduler.ts';
import { createSensorLink } from './sensorLink.ts';
import { SENSOR_TIMES } from './sensorTimes.ts';
import type { Step } from './step.ts';
import type { DeviceDefinition, GattPort, Sensor, SensorEvent } from './types.ts';

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
  const pause = createPause(deps);
  const link = createSensorLink(definition, chosenOptions(definition, chosen), port, deps, pause, listener);
  let phase: Phase = 'idle';
  let attempt: Promise<void> | null = null;

  const bringUp = (connectMs: number, discoveryMs: number): Promise<void> =>
    link.bringUp(connectMs, discoveryMs, () => {
      phase = 'live';
    });

  /** Tries while the phase lasts. Rejects with DeviceError when it is lost. */
  const persist = async (
    during: Phase,
    once: (leftMs: number) => Promise<void>,
    worthIt: (error: DeviceError) => boolean,
  ): Promise<void> => {
    try {
      await keepTrying({ once, worthIt, wanted: () => phase === during }, deps, pause);
    } catch (error) {
      const mapped = toDeviceError(error, 'connect');
      if (phase === during) {
        phase = 'lost';
        attempt = null;
        link.quiet();
        listener({ type: 'lost', code: mapped.code, canRepick: true });
      }
      throw mapped;
    }
  };

  const connect = async (connectMs: number): Promise<void> => {
    phase = 'connecting';
    listener({ type: 'connecting' });
    // A link that breaks while it is being made is common, and the next try mostly works; other faults are told at once.
    const broke = ({ code }: DeviceError): boolean => code === 'disconnected';
    await persist('connecting', () => bringUp(connectMs, SENSOR_TIMES.discoveryMs), broke);
  };

  const reconnect = async (): Promise<void> => {
    phase = 'reconnecting';
    listener({ type: 'lost', code: 'disconnected', canRepick: false });
    await persist(
      'reconnecting',
      (leftMs) => bringUp(leftMs, SENSOR_TIMES.reconnectMs),
      () => true,
    );
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
    link.fail('disconnected', 'the link is gone');
    link.quiet();
    if (phase === 'live') void single(reconnect).catch(() => undefined);
  });

  const whileLive = async (steps: readonly Step[]): Promise<void> => {
    if (phase !== 'live') throw new DeviceError('disconnected', `${definition.id} is not live`);
    await link.run(steps);
  };

  return {
    definition,
    name: port.name,
    async identify() {
      if (definition.identify === null || definition.identify === 'tap') return false;
      await whileLive(definition.identify);
      return true;
    },
    async act(key) {
      const action = definition.actions.find((one) => one.key === key);
      if (action === undefined) throw new RangeError(`${definition.id}: there is no action ${key}`);
      await whileLive(action.steps);
    },
    async start(connectMs = SENSOR_TIMES.connectMs) {
      if (attempt) return attempt;
      if (phase !== 'live') await single(() => connect(connectMs));
    },
    async stop() {
      if (phase === 'closed') return;
      const running = phase === 'live';
      phase = 'closed';
      link.leave();
      link.quiet();
      pause.cutShort();
      if (running) await link.runStop();
      link.fail('cancelled', 'stopped');
      link.disconnect();
      listener({ type: 'closed' });
    },
  };
}
