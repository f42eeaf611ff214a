import type { DecisionKind, PacingLight } from '#shared/schema/decision.ts';
import { DecisionKind as DecisionKinds } from '#shared/schema/decision.ts';

/** Mild 0 to severe 8, in the order of the schema. */
export function severityOf(kind: DecisionKind): number {
  return DecisionKinds.options.indexOf(kind);
}

const LIGHTS: Readonly<Record<DecisionKind, PacingLight>> = {
  go: 'go',
  ask: 'go',
  ease: 'ease',
  rest: 'rest',
  tensOff: 'rest',
  done: 'stop',
  stop: 'stop',
  block: 'stop',
  emergency: 'stop',
};

/** What the light shows for a decision; a question leaves it as it is. */
export function lightOf(kind: DecisionKind): PacingLight {
  return LIGHTS[kind];
}
