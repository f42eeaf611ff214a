import { square } from '#shared/signal/portableMath.ts';
import type { HingeAxes } from './hingeAxes.ts';

/** rad; an axis that is uncertain by this much halves the confidence: 3 degrees. */
const UNCERTAINTY_RAD = 0.05;
/** Share of the rates; two sensors that disagree by this much halve the confidence. A brisk knee makes 0.13, two unrelated limbs 0.24. */
const RESIDUAL = 0.2;

/** How certain the direction of a hinge's axes is, 0 to 1. */
export function axesCertainty({ uncertainty }: HingeAxes): number {
  return 1 / (1 + square(uncertainty / UNCERTAINTY_RAD));
}

/** How well two sensors move like one hinge, 0 to 1: by their rates, and by how steady their heading offset is. */
export function hingeAgreement({ residual }: HingeAxes, steadiness: number): number {
  return square(square(square(steadiness))) / (1 + square(square(residual / RESIDUAL)));
}

/** Evidence for the sign of the second axis: below the first it may as well be the other one, above the second it was never wrong. */
export const SIGN_KNOWN = 0.08;
const SIGN_SURE = 0.4;
/** rad; a sign that makes no more difference than this need not be known. */
const SMALL_STAKE_RAD = 0.05;

/** How certain the sign of the second axis is, 0.5 (a guess) to 1, from the evidence for it and how far off the angle would be with the other. */
export function signCertainty(score: number, stakeRad: number): number {
  if (stakeRad <= SMALL_STAKE_RAD) return 1;
  return 0.5 + 0.5 * Math.max(0, Math.min(1, (score - SIGN_KNOWN) / (SIGN_SURE - SIGN_KNOWN)));
}
