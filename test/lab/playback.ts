import type { DuePacket, Peripheral } from '#devices/simulation/peripheral.ts';

const TICK_MS = 10;

export interface Playback {
  /** From the first call on the peripheral's time runs, whatever the link does; later calls change nothing. */
  start(): void;
  /** Plays on from where it is, this many times as fast as life, as if it had been told so at `atMs` (performance.now). */
  setSpeed(speed: number, atMs: number): void;
  stop(): void;
}

/**
 * Drives a peripheral by the wall clock: a late timer catches up, so every packet is handed over exactly once and in order. `speed` 10
 * plays ten seconds of the peripheral in one. Peripherals with the same `originMs` (performance.now) play the same moment at the same time:
 * two sensors of one recording stay in step whenever each is connected.
 */
export function createPlayback(
  peripheral: Peripheral,
  { speed: firstSpeed, originMs }: { readonly speed: number; readonly originMs: number | null },
  onPacket: (packet: DuePacket) => void,
): Playback {
  let timer: NodeJS.Timeout | null = null;
  let speed = firstSpeed;
  /** Where it was in its own time at which moment; null before the first start. */
  let sinceMs = originMs;
  let sinceUs = 0;
  const positionUs = (atMs: number): number => (sinceMs === null ? 0 : Math.floor(sinceUs + (atMs - sinceMs) * 1000 * speed));
  return {
    start() {
      if (timer) return;
      sinceMs ??= performance.now();
      let playedUs = positionUs(performance.now());
      timer = setInterval(() => {
        const nowUs = positionUs(performance.now());
        const due = peripheral.packetsBetween(playedUs, nowUs);
        playedUs = nowUs;
        for (const packet of due) onPacket(packet);
      }, TICK_MS);
    },
    setSpeed(next, atMs) {
      sinceUs = positionUs(atMs);
      if (sinceMs !== null) sinceMs = atMs;
      speed = next;
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}
