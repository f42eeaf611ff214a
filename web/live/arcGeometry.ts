/** The gauge of the joint angle: 240 degrees of a circle, from lower left over the top to lower right. */
export const ARC = { centreX: 180, centreY: 182, radius: 142, startDeg: -210, sweepDeg: 240 } as const;

export interface AngleRange {
  readonly from: number;
  readonly to: number;
}

/** Share of the gauge, 0 to 1, at which an angle stands; angles beyond the range stay at its ends. */
export function shareOf(angleDeg: number, range: AngleRange): number {
  return Math.min(1, Math.max(0, (angleDeg - range.from) / (range.to - range.from)));
}

/** Point on the circle, or beside it by `outwards`. */
export function pointAt(share: number, outwards = 0): { x: number; y: number } {
  const radians = ((ARC.startDeg + ARC.sweepDeg * share) * Math.PI) / 180;
  const radius = ARC.radius + outwards;
  return { x: ARC.centreX + radius * Math.cos(radians), y: ARC.centreY + radius * Math.sin(radians) };
}

/** Path of the gauge between two shares. */
export function arcPath(fromShare: number, toShare: number): string {
  const from = pointAt(fromShare);
  const to = pointAt(toShare);
  const large = (toShare - fromShare) * ARC.sweepDeg > 180 ? 1 : 0;
  return `M${round(from.x)} ${round(from.y)}A${ARC.radius} ${ARC.radius} 0 ${large} 1 ${round(to.x)} ${round(to.y)}`;
}

/** A short line across the gauge. */
export function tickPath(share: number): string {
  const inner = pointAt(share, -17);
  const outer = pointAt(share, 17);
  return `M${round(inner.x)} ${round(inner.y)}L${round(outer.x)} ${round(outer.y)}`;
}

/** Round numbers at which the gauge is labelled: its ends, 45 and 90 where they fit. */
export function labelsOf(range: AngleRange): readonly number[] {
  const clear = (range.to - range.from) * 0.12;
  const inside = [45, 90].filter((deg) => deg - range.from > clear && range.to - deg > clear);
  return [range.from, ...inside, range.to];
}

const round = (value: number) => Math.round(value * 100) / 100;
