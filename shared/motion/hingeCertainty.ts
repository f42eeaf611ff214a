import { square } from '#shared/signal/portableMath.ts';
import type { HingeAxes } from './hingeAxes.ts';

/** rad; an axis that is uncertain by this much halves the confidence: 3 degrees. */
const UNCERTAINTY_RAD = 0.05;
/** Share of the rates; two sensors that disagree by this much halve the confidence. Skin and muscle of a brisk knee make 0.15. */
const RESIDUAL = 0.3;

/** How far a hinge's axes can be trusted, 0 to 1. */
export function axesCertainty({ uncertainty, residual }: HingeAxes): number {
  return 1 / (1 + square(uncertainty / UNCERTAINTY_RAD)) / (1 + square(residual / RESIDUAL));
}
