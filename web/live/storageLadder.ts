import { Keeping, type KeepingReason } from '#shared/schema/event.ts';

/** Steps from everything to nothing; a higher number stores less. */
const ORDER = Keeping.options;
const rank = (keeping: Keeping): number => ORDER.indexOf(keeping);

/** A step begins when the browser says that less than this is left, bytes: 4 MiB is some minutes of four sensors, and room for what is vital. */
const BELOW_BYTES: Readonly<Record<Exclude<Keeping, 'noSamples'>, number>> = {
  all: Number.POSITIVE_INFINITY,
  needed: 16 << 20,
  thinned: 12 << 20,
  halved: 8 << 20,
  noCurves: 4 << 20,
};
/** It is left only when there is this much more, so that no edge is crossed back and forth. */
const HYSTERESIS = 2;
/** First wait after a write that did not fit; each try in vain doubles it. */
const RETRY_US = 60_000_000;
const MAX_RETRY_US = 16 * RETRY_US;

/** Where a chunk is to be written, and why there. */
export interface Rung {
  readonly keeping: Keeping;
  readonly reason: KeepingReason;
}

/**
 * Which step of storing less a device is at. It goes down by what the browser says is left and by writes that do not fit; it goes up one
 * step at a time, and stays there when a write at that step has fitted. `steps` are those that differ for the streams there are, in order.
 */
export interface StorageLadder {
  readonly keeping: Keeping;
  /** Bytes left; null = the browser does not say. It may say more than there is, and not that nothing is: pulse goes on until a write fails. */
  left(bytes: number | null): void;
  /** Where the next chunk is to be written. `differs`: whether this stream is stored otherwise at the two steps, so that a try would tell anything. */
  next(steps: readonly Keeping[], nowUs: number, differs: (a: Keeping, b: Keeping) => boolean): Rung;
  /** It was written there, or is not to be written there: the step holds. */
  settle(keeping: Keeping): void;
  /** It did not fit there. The next step down, or back to where it was; null: there is none. */
  refused(keeping: Keeping, steps: readonly Keeping[], nowUs: number): Rung | null;
}

export function createStorageLadder(begunAt: Keeping = 'all'): StorageLadder {
  let at = begunAt;
  /** The best that the browser's word allows. */
  let allowed: Keeping = 'all';
  let tryAtUs = 0;
  let waitUs = RETRY_US;

  return {
    get keeping() {
      return at;
    },
    left: (bytes) => {
      if (bytes === null) allowed = 'all';
      else allowed = allowedBy(bytes, allowed);
    },
    next: (steps, nowUs, differs) => {
      const lowest = rank(allowed) > rank(at) ? allowed : at;
      const here = atMost(steps, lowest);
      const up = steps[steps.indexOf(here) - 1];
      const mayTry = up !== undefined && rank(up) >= rank(atMost(steps, allowed)) && nowUs >= tryAtUs && differs(up, here);
      const keeping = mayTry ? up : here;
      return { keeping, reason: rank(keeping) < rank(at) ? 'room' : 'low' };
    },
    settle: (keeping) => {
      if (rank(keeping) < rank(at)) waitUs = RETRY_US;
      at = keeping;
    },
    refused: (keeping, steps, nowUs) => {
      if (rank(keeping) < rank(at)) waitUs = Math.min(2 * waitUs, MAX_RETRY_US);
      tryAtUs = nowUs + waitUs;
      const down = steps[steps.indexOf(keeping) + 1];
      return down === undefined ? null : { keeping: down, reason: 'refused' };
    },
  };
}

/** The step that a number of bytes left stands for, coming from another one. */
function allowedBy(bytes: number, from: Keeping): Keeping {
  let step = rank(from);
  while (step < rank('noCurves') && bytes < belowOf(step + 1)) step++;
  while (step > 0 && bytes >= HYSTERESIS * belowOf(step)) step--;
  return ORDER[step];
}

const belowOf = (step: number): number => BELOW_BYTES[ORDER[step] as keyof typeof BELOW_BYTES];

/** The step among `steps` that stores what `keeping` does: those that make no difference are not among them. */
function atMost(steps: readonly Keeping[], keeping: Keeping): Keeping {
  return steps.findLast((step) => rank(step) <= rank(keeping)) ?? steps[0];
}
