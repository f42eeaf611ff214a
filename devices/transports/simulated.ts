import { DeviceError } from '#devices/core/errors.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';
import type { GattPort } from '#devices/core/types.ts';
import { corrupted } from '#devices/simulation/corruption.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';

/** Switches that make the link misbehave; each may be thrown at any time. */
export interface SimulatedFaults {
  /** The next connects are never answered. */
  neverAnswerConnect: boolean;
  /** Connected, but silent: packets are lost. */
  stall: boolean;
  /** Every packet is replaced by other bytes of the same length. */
  garbage: boolean;
  /** Every packet is cut to its first half. */
  halfPackets: boolean;
}
export interface SimulatedPort extends GattPort {
  readonly faults: SimulatedFaults;
  /** The link breaks now. */
  dropNow(): void;
}
export interface SimulatedPortOptions {
  /** Host time at which the peripheral's own time is zero, us; default: the first connect. One value for several keeps them in step. */
  readonly originUs?: number;
}

const POLL_MS = 20;

/** A GATT link to a simulated peripheral: no radio; time and timers are the host's. Packets arrive at the moment they are due. */
export function createSimulatedPort(peripheral: Peripheral, scheduler: Scheduler, options: SimulatedPortOptions = {}): SimulatedPort {
  const faults: SimulatedFaults = { neverAnswerConnect: false, stall: false, garbage: false, halfPackets: false };
  const subscribers = new Map<string, (bytes: Uint8Array, arrivalUs: number) => void>();
  const disconnectListeners: (() => void)[] = [];
  let connected = false;
  let originUs = options.originUs;
  let playedUs = 0;
  let cancelPoll = (): void => {};
  let cancelConnect = (): void => {};

  const peripheralUs = (): number => scheduler.nowUs() - (originUs ?? scheduler.nowUs());

  const poll = (): void => {
    cancelPoll = scheduler.schedule(POLL_MS, poll);
    const untilUs = peripheralUs();
    const packets = peripheral.packetsBetween(playedUs, untilUs);
    playedUs = untilUs;
    for (const packet of packets) {
      if (!connected) return;
      if (!faults.stall) subscribers.get(packet.characteristic)?.(corrupted(packet, faults), (originUs ?? 0) + packet.dueUs);
    }
  };

  const drop = (): void => {
    cancelPoll();
    cancelConnect();
    if (!connected) return;
    connected = false;
    subscribers.clear();
    for (const listener of disconnectListeners) listener();
  };

  const find = (service: string, characteristic: string): void => {
    if (!connected) throw new DeviceError('disconnected', `${peripheral.name} is not connected`);
    const found = peripheral.services.find((s) => s.uuid === service)?.characteristics.some((c) => c.uuid === characteristic);
    if (!found) throw new DeviceError('serviceMissing', `${peripheral.name} has no ${characteristic}`);
  };

  return {
    id: peripheral.address,
    name: peripheral.name,
    faults,
    dropNow: drop,
    disconnect: drop,
    connect(timeoutMs) {
      if (connected) return Promise.resolve();
      return new Promise((resolve, reject) => {
        if (faults.neverAnswerConnect) {
          const cancel = scheduler.schedule(timeoutMs, () => reject(new DeviceError('connectTimeout', `no answer in ${timeoutMs} ms`)));
          cancelConnect = () => {
            cancel();
            reject(new DeviceError('disconnected', 'ended while connecting'));
          };
          return;
        }
        originUs ??= scheduler.nowUs();
        connected = true;
        playedUs = peripheralUs();
        cancelPoll = scheduler.schedule(POLL_MS, poll);
        resolve();
      });
    },
    async services() {
      if (!connected) throw new DeviceError('disconnected', `${peripheral.name} is not connected`);
      return peripheral.services.map(({ uuid }) => uuid);
    },
    async read(service, characteristic) {
      find(service, characteristic);
      return peripheral.read(service, characteristic);
    },
    async write(service, characteristic, bytes) {
      find(service, characteristic);
      peripheral.write(service, characteristic, bytes.slice());
    },
    async subscribe(service, characteristic, onBytes) {
      find(service, characteristic);
      subscribers.set(characteristic, onBytes);
    },
    onDisconnect(listener) {
      disconnectListeners.push(listener);
    },
  };
}
