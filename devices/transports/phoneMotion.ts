import { createStreamClock } from '#devices/core/clock.ts';
import { DeviceError, toDeviceError } from '#devices/core/errors.ts';
import { quantize } from '#devices/core/quantize.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';
import { SENSOR_TIMES } from '#devices/core/sensorTimes.ts';
import { createStaleWatch } from '#devices/core/staleWatch.ts';
import type { Sensor, SensorEvent } from '#devices/core/types.ts';
import { PHONE_IMU, phoneMotion } from '#devices/drivers/phoneMotion.ts';

/** What the page offers; injected so that tests need no phone. */
export interface MotionHost {
  readonly events: EventTarget;
  /** The DeviceMotionEvent constructor, or undefined where the browser has none. Only iOS has requestPermission. */
  readonly motionEvent: { requestPermission?: () => Promise<'granted' | 'denied' | 'default'> } | undefined;
}
/** The fields used of a DeviceMotionEvent. */
export interface MotionReading {
  readonly accelerationIncludingGravity: { readonly x: number | null; readonly y: number | null; readonly z: number | null } | null;
  /** deg/s about x, y, z (W3C Device Orientation and Motion, section 4.4). */
  readonly rotationRate: { readonly alpha: number | null; readonly beta: number | null; readonly gamma: number | null } | null;
}

const RAD_PER_DEG = Math.PI / 180;
const [ACCELERATION, ANGULAR_RATE] = PHONE_IMU.groups;

/** Counts of one event, or null where the phone lacks a sensor. iOS reports gravity with the opposite sign (+g up at rest wanted). */
export function motionCounts(reading: MotionReading, accelerationSign: 1 | -1): Int16Array | null {
  const acc = reading.accelerationIncludingGravity;
  const rate = reading.rotationRate;
  const values = [acc?.x, acc?.y, acc?.z, rate?.alpha, rate?.beta, rate?.gamma];
  const counts = new Int16Array(6);
  for (let i = 0; i < 6; i++) {
    const value = values[i];
    if (value === null || value === undefined || !Number.isFinite(value)) return null;
    counts[i] = i < 3 ? quantize(accelerationSign * value, ACCELERATION.scale) : quantize(value * RAD_PER_DEG, ANGULAR_RATE.scale);
  }
  return counts;
}

export function browserMotionHost(): MotionHost {
  return { events: globalThis, motionEvent: (globalThis as { DeviceMotionEvent?: MotionHost['motionEvent'] }).DeviceMotionEvent };
}

/** The phone as a sensor. start() must be called from a tap: iOS asks for permission there. A desktop never fires: `notFound`. */
export function openPhoneMotion(host: MotionHost, deps: Scheduler, listener: (event: SensorEvent) => void): Sensor {
  const clock = createStreamClock(PHONE_IMU);
  const watch = createStaleWatch(deps, SENSOR_TIMES.staleMs, [[PHONE_IMU.key]], listener);
  const accelerationSign = host.motionEvent?.requestPermission ? -1 : 1;
  let running = false;
  let seen = false;
  let cancelFirst = (): void => {};

  const onMotion = (event: Event): void => {
    const counts = motionCounts(event as Event & MotionReading, accelerationSign);
    if (counts === null) return;
    const arrivalUs = deps.nowUs();
    if (!seen) {
      seen = true;
      cancelFirst();
      watch.start();
      listener({ type: 'live' });
    }
    const times = clock.map({ stream: PHONE_IMU.key, sampleCount: 1, counts, deviceUs: null }, arrivalUs);
    watch.sample(PHONE_IMU.key);
    listener({ type: 'samples', batch: { stream: PHONE_IMU, sampleCount: 1, counts, arrivalUs, ...times, clock: null } });
  };

  const end = (): void => {
    running = false;
    cancelFirst();
    watch.stop();
    host.events.removeEventListener('devicemotion', onMotion);
  };
  const lose = (error: DeviceError): DeviceError => {
    end();
    listener({ type: 'lost', code: error.code, canRepick: true });
    return error;
  };

  return {
    definition: phoneMotion,
    name: 'This phone',
    async start() {
      if (running) return;
      running = true;
      seen = false;
      listener({ type: 'connecting' });
      if (!host.motionEvent) throw lose(new DeviceError('unsupported', 'this browser has no motion events'));
      const answer = await host.motionEvent.requestPermission?.().catch((error: unknown) => {
        throw lose(toDeviceError(error, 'motion permission'));
      });
      if (answer !== undefined && answer !== 'granted') throw lose(new DeviceError('permissionDenied', 'motion permission refused'));
      if (!running) return;
      clock.restart();
      host.events.addEventListener('devicemotion', onMotion);
      cancelFirst = deps.schedule(SENSOR_TIMES.staleMs, () => lose(new DeviceError('notFound', 'no motion sensor answered')));
    },
    async stop() {
      if (!running) return;
      end();
      listener({ type: 'closed' });
    },
  };
}
