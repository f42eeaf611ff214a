import type { Decision, DecisionKind, PacingLight } from '#shared/schema/decision.ts';

const lights: Record<DecisionKind, PacingLight> = {
  go: 'go',
  done: 'go',
  ask: 'ease',
  ease: 'ease',
  tensOff: 'ease',
  rest: 'rest',
  stop: 'stop',
  block: 'stop',
  emergency: 'stop',
};

/** Shape and colour of a decision. */
export const lightOf = (kind: DecisionKind): PacingLight => lights[kind];

const order: readonly DecisionKind[] = ['done', 'go', 'ask', 'ease', 'tensOff', 'rest', 'stop', 'block', 'emergency'];

/** The decision a reader should see first; the earliest of equals. Undefined when there was nothing but "go". */
export function mostSevere(decisions: readonly Decision[]): Decision | undefined {
  return decisions
    .filter((decision) => decision.kind !== 'go')
    .toSorted((a, b) => order.indexOf(b.kind) - order.indexOf(a.kind) || a.validFromUs - b.validFromUs)
    .at(0);
}
