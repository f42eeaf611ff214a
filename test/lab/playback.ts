import type { DuePacket, Peripheral } from '#devices/simulation/peripheral.ts';

const TICK_MS = 10;

export interface Playback {
  /** From the first call on the peripheral's time runs, whatever the link does; later calls change nothing. */
  start(): void;
  stop(): void;
}

/**
 * Drives a peripheral by the wall clock: a late timer catches up, so every packet is handed over exactly once and in order. `speed` 10
 * plays ten seconds of the peripheral in one. Peripherals with the same `originMs` (performance.now) play the same moment at the same time:
 * two sensors of one recording stay in step whenever each is connected.
 */
export function createPlayback(
  peripheral: Peripheral,
  { speed, originMs }: { readonly speed: number; readonly originMs: number | null },
  onPacket: (packet: DuePacket) => void,
): Playback {
  let timer: NodeJS.Timeout | null = null;
  return {
    start() {
      if (timer) return;
      const startedMs = originMs ?? performance.now();
      let playedUs = Math.floor((performance.now() - startedMs) * 1000 * speed);
      timer = setInterval(() => {
        const nowUs = Math.floor((performance.now() - startedMs) * 1000 * speed);
        const due = peripheral.packetsBetween(playedUs, nowUs);
        playedUs = nowUs;
        for (const packet of due) onPacket(packet);
      }, TICK_MS);
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}
