import type { BodySide, BodySite } from '#shared/schema/quality.ts';

/**
 * How the joint moves in an exercise, in anatomical words, the same for left and right: sensors are worn in any way, so a mirrored limb
 * gives a mirrored movement and the same angle.
 */
export interface JointMovement {
  readonly plane: 'sagittal' | 'frontal' | 'transverse';
  /** What counts as positive: the way from the rest pose. */
  readonly positive: 'flexion' | 'extension' | 'abduction' | 'rotation';
  /** From its rest pose the joint goes this way only, as a straight knee only bends: an excursion large enough to be a repetition is positive. */
  readonly oneWay: boolean;
}

/**
 * An exercise is one declaration: which joint, how its angle is taken, how it is counted and taught. Adding one is one new file in
 * shared/exercises plus one line in index.ts.
 */
export interface ExerciseDefinition {
  readonly id: string;
  readonly name: string;
  /** One sentence for the patient. */
  readonly how: string;
  readonly joint: 'knee' | 'hip' | 'shoulder' | 'elbow' | 'lowerBack' | 'neck' | 'ankle' | 'wholeBody';
  readonly sides: readonly BodySide[];
  /** How the angle is taken. `hinge`: two sensors across the joint; `inclination`: one sensor against gravity; `none`: by time and heart rate. */
  readonly angle:
    | { readonly method: 'hinge'; readonly proximal: BodySite; readonly distal: BodySite }
    | { readonly method: 'inclination'; readonly site: BodySite }
    | { readonly method: 'none' };
  /** Null without an angle. */
  readonly movement: JointMovement | null;
  /** Display range of the arc and default target band, degrees from the rest pose; null without an angle. */
  readonly rangeDeg: { readonly from: number; readonly to: number } | null;
  readonly targetDeg: { readonly from: number; readonly to: number } | null;
  /** Smallest excursion counted as a repetition, degrees (motion.md: max(15, 30 % of the prescribed ROM)). */
  readonly minRomDeg: number | null;
  /** s; one way of a repetition is never faster in this exercise, so steps on the way to the chair are not counted. Default 0.3. */
  readonly minHalfPeriodS?: number;
  readonly kind: 'strength' | 'mobility' | 'aerobic' | 'relaxation' | 'daily';
}

export function defineExercise<const T extends ExerciseDefinition>(definition: T): T {
  return definition;
}
