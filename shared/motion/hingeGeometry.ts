import { hypot, square } from '#shared/signal/portableMath.ts';
import { fromTo, identityQuat, multiply, multiplyConjugate, type QuatWxyz, rotate, twistRad, type Vec3 } from './quaternion.ts';
import { POSE } from './sensorTrack.ts';

/**
 * Geometry of one hinge with known axes: which heading offset brings both axes together, how well a sign of j2 fits, and the
 * angle about the axis. Holds scratch objects so that nothing is allocated per sample.
 */
export class HingeGeometry {
  j1: Vec3;
  j2: Vec3;
  /** r^2 cos and r^2 sin of the heading difference of the axes, and r^2: set by `compareHeadings`. */
  cos = 0;
  sin = 0;
  weight = 0;
  /** Set by `compareRates`. */
  kept = 0;
  turned = 0;
  readonly #j1ToJ2 = identityQuat();
  readonly #q1 = identityQuat();
  readonly #q2 = identityQuat();
  readonly #turned = identityQuat();
  readonly #relative = identityQuat();
  readonly #heading = identityQuat();
  readonly #u: Vec3 = { x: 0, y: 0, z: 0 };
  readonly #v: Vec3 = { x: 0, y: 0, z: 0 };

  constructor(j1: Vec3, j2: Vec3) {
    this.j1 = j1;
    this.j2 = j2;
    fromTo(this.#j1ToJ2, j1, j2);
  }

  setAxes(j1: Vec3, j2: Vec3): void {
    this.j1 = j1;
    this.j2 = j2;
    fromTo(this.#j1ToJ2, j1, j2);
  }

  compareHeadings(first: Float64Array, second: Float64Array): void {
    const u = rotate(this.#u, readQuat(this.#q1, first), this.j1);
    const v = rotate(this.#v, readQuat(this.#q2, second), this.j2);
    // r^2 e^(i (h1 - h2)) = r (u conj(v)) with r = |u| |v| of the horizontal parts.
    const r = Math.sqrt((u.x * u.x + u.y * u.y) * (v.x * v.x + v.y * v.y));
    this.cos = r * (u.x * v.x + u.y * v.y);
    this.sin = r * (u.y * v.x - u.x * v.y);
    this.weight = r * r;
  }

  /** Heading offset for what follows, as any positive multiple of its cosine and sine; nothing known is no offset. */
  setHeading(cos: number, sin: number): void {
    const length = hypot(cos, sin);
    const c = length > 0 ? cos / length : 1;
    const s = length > 0 ? sin / length : 0;
    // Half-angle formulas, each where it does not cancel.
    if (c > 0) {
      this.#heading.w = Math.sqrt((1 + c) / 2);
      this.#heading.z = s / (2 * this.#heading.w);
    } else {
      this.#heading.z = Math.sqrt((1 - c) / 2);
      this.#heading.w = s / (2 * this.#heading.z);
    }
  }

  /** |R(q1) w1 - R(q2') w2| across the axes, squared (rad/s)^2, into `kept`, and for the other sign of j2 into `turned`. */
  compareRates(first: Float64Array, second: Float64Array): void {
    const u = rotate(this.#u, readQuat(this.#q1, first), across(this.#u, first, this.j1));
    const v = rotate(this.#v, this.#turn(second), across(this.#v, second, this.j2));
    const up = square(u.z - v.z);
    this.kept = square(u.x - v.x) + square(u.y - v.y) + up;
    // The other sign turns the second sensor by half a turn about the vertical.
    this.turned = square(u.x + v.x) + square(u.y + v.y) + up;
  }

  /** |w1 x j1|, rad/s. */
  acrossFirst(first: Float64Array): number {
    return rateAcross(first, this.j1);
  }

  /** |w2 x j2|, rad/s. */
  acrossSecond(second: Float64Array): number {
    return rateAcross(second, this.j2);
  }

  /** Angle about j1, rad, without zero. */
  angleRad(first: Float64Array, second: Float64Array): number {
    multiplyConjugate(this.#relative, readQuat(this.#q1, first), this.#turn(second));
    return twistRad(multiply(this.#relative, this.#relative, this.#j1ToJ2), this.j1);
  }

  #turn(second: Float64Array): QuatWxyz {
    return multiply(this.#turned, this.#heading, readQuat(this.#q2, second));
  }
}

function readQuat(out: QuatWxyz, row: Float64Array): QuatWxyz {
  out.w = row[POSE.w];
  out.x = row[POSE.x];
  out.y = row[POSE.y];
  out.z = row[POSE.z];
  return out;
}

function rateAcross(row: Float64Array, j: Vec3): number {
  const x = row[POSE.rateX];
  const y = row[POSE.rateY];
  const z = row[POSE.rateZ];
  const along = x * j.x + y * j.y + z * j.z;
  return Math.sqrt(Math.max(0, x * x + y * y + z * z - along * along));
}

/** The part of a row's rate that is perpendicular to `j`. */
function across(out: Vec3, row: Float64Array, j: Vec3): Vec3 {
  const x = row[POSE.rateX];
  const y = row[POSE.rateY];
  const z = row[POSE.rateZ];
  const along = x * j.x + y * j.y + z * j.z;
  out.x = x - along * j.x;
  out.y = y - along * j.y;
  out.z = z - along * j.z;
  return out;
}
