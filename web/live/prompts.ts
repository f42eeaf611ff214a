import type { Decision, DecisionKind } from '#shared/schema/decision.ts';

/** How a person is told without looking at the screen. */
export interface Teller {
  speak(text: string): void;
  vibrate(patternMs: readonly number[]): void;
}

/** Never held back. */
const URGENT: ReadonlySet<DecisionKind> = new Set(['stop', 'block', 'emergency']);
/** A repetition that takes longer than this is no reason to stay silent, us. */
const LONGEST_WAIT_US = 8_000_000;

const PATTERNS_MS: Record<DecisionKind, readonly number[]> = {
  go: [],
  ask: [120],
  ease: [200],
  rest: [200, 120, 200],
  tensOff: [200, 120, 200],
  done: [120, 80, 120],
  stop: [400, 120, 400, 120, 400],
  block: [400, 120, 400],
  emergency: [600, 150, 600, 150, 600],
};

export interface Prompts {
  offer(decisions: readonly Decision[], atUs: number): void;
  /** Called often; `inRepetition` while a repetition is under way. */
  poll(inRepetition: boolean, nowUs: number): void;
}

/** Tells decisions by voice and vibration: urgent ones at once, others in the pause between repetitions; a newer one replaces a waiting one. */
export function createPrompts(teller: Teller): Prompts {
  let waiting: { decision: Decision; sinceUs: number } | null = null;
  const tell = (decision: Decision) => {
    teller.vibrate(PATTERNS_MS[decision.kind]);
    teller.speak(decision.patientText);
  };
  return {
    offer: (decisions, atUs) => {
      for (const decision of decisions) {
        if (URGENT.has(decision.kind)) {
          waiting = null;
          tell(decision);
        } else {
          waiting = { decision, sinceUs: atUs };
        }
      }
    },
    poll: (inRepetition, nowUs) => {
      if (waiting === null || (inRepetition && nowUs - waiting.sinceUs < LONGEST_WAIT_US)) return;
      const { decision } = waiting;
      waiting = null;
      tell(decision);
    },
  };
}
