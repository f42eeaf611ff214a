/**
 * Elementary functions from + - * / and sqrt alone. IEEE 754 fixes those to the last bit on every engine, while Math.sin and friends
 * are "implementation-approximated" (ECMA-262 21.3.2) and do differ between versions of one browser. With these the phone and the
 * server come to the same numbers, bit for bit. Errors stay below 2 units in the last place for the arguments kernels use (|x| < 1e5).
 */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_MIDDLE = 6.077100506303966e-11;
const HALF_PI_LOW = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;
const HALF_PI = 1.5707963267948966;
const LN2_HIGH = 0.6931471804855391;
const LN2_LOW = 7.440617110012397e-11;
/** atan(i / 8), i = 0 to 8. */
const ATAN_EIGHTHS: readonly number[] = [
  0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061, 0.5585993153435624, 0.6435011087932844,
  0.7188299996216245, 0.7853981633974483,
];

/** Taylor series of sin on |r| <= pi/4; the first term left out is below 1e-19. */
function sinNear(r: number): number {
  const z = r * r;
  const tail =
    z *
    (-1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000)))))));
  return r + r * tail;
}

function cosNear(r: number): number {
  const z = r * r;
  const tail =
    z *
    (1 / 24 + z * (-1 / 720 + z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600 + z * (-1 / 87178291200 + z / 20922789888000))))));
  return 1 - (0.5 * z - z * tail);
}

/** Sine of x (rad). */
export function sin(x: number): number {
  if (x > -0.7853 && x < 0.7853) return sinNear(x);
  const quarter = Math.round(x * TWO_OVER_PI);
  const r = x - quarter * HALF_PI_HIGH - quarter * HALF_PI_MIDDLE - quarter * HALF_PI_LOW;
  const turn = ((quarter % 4) + 4) % 4;
  const value = turn % 2 === 0 ? sinNear(r) : cosNear(r);
  return turn < 2 ? value : -value;
}

/** Cosine of x (rad). */
export function cos(x: number): number {
  if (x > -0.7853 && x < 0.7853) return cosNear(x);
  const quarter = Math.round(x * TWO_OVER_PI);
  const r = x - quarter * HALF_PI_HIGH - quarter * HALF_PI_MIDDLE - quarter * HALF_PI_LOW;
  const turn = ((quarter % 4) + 4) % 4;
  const value = turn % 2 === 0 ? cosNear(r) : sinNear(r);
  return turn === 1 || turn === 2 ? -value : value;
}

export function tan(x: number): number {
  return sin(x) / cos(x);
}

/** Arc tangent of 0 <= x <= 1: nearest eighth by table, the rest (|t| <= 1/16) by series. */
function atanUnit(x: number): number {
  const nearest = Math.round(x * 8);
  const c = nearest / 8;
  const t = (x - c) / (1 + x * c);
  const z = t * t;
  const tail = z * (-1 / 3 + z * (1 / 5 + z * (-1 / 7 + z * (1 / 9 + z * (-1 / 11 + z * (1 / 13))))));
  return ATAN_EIGHTHS[nearest] + (t + t * tail);
}

/** Angle of the point (x, y), -pi to pi; atan2(0, 0) is 0. NaN in, NaN out. */
export function atan2(y: number, x: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  if (ax === 0 && ay === 0) return 0;
  const small = ay <= ax ? atanUnit(ay / ax) : HALF_PI - atanUnit(ax / ay);
  if (Number.isNaN(small)) return Number.NaN;
  const angle = x < 0 ? 2 * HALF_PI - small : small;
  return y < 0 ? -angle : angle;
}

/** e to the power x. */
export function exp(x: number): number {
  if (!(x > -745.2)) return Number.isNaN(x) ? x : 0;
  if (x > 709.8) return Number.POSITIVE_INFINITY;
  const power = Math.round(x / Math.LN2);
  const r = x - power * LN2_HIGH - power * LN2_LOW;
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (r / n) * sum;
  return timesPowerOfTwo(sum, power);
}

function timesPowerOfTwo(value: number, power: number): number {
  let result = value;
  for (let k = power; k > 0; k--) result *= 2;
  for (let k = power; k < 0; k++) result *= 0.5;
  return result;
}

const TWO_32 = 4294967296;

/** Natural logarithm: 2 atanh((m - 1) / (m + 1)) of the mantissa m in [sqrt 1/2, sqrt 2) by series, and the power of two. 0 gives -Infinity, below NaN. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let m = x;
  let power = 0;
  for (; m >= TWO_32; power += 32) m /= TWO_32;
  for (; m < 1 / TWO_32; power -= 32) m *= TWO_32;
  for (; m >= Math.SQRT2; power++) m *= 0.5;
  for (; m < Math.SQRT1_2; power--) m *= 2;
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  let tail = 0;
  for (let n = 23; n >= 3; n -= 2) tail = z * (tail + 2 / n);
  // log m = f - (h - s (h + tail)) with h = f^2 / 2: f, the greatest part, goes in without rounding.
  const h = 0.5 * f * f;
  return power * LN2_HIGH - (h - (s * (h + tail) + power * LN2_LOW) - f);
}

/** Length of a vector of two or three components. Components beyond 1e150 overflow; sensors have none. */
export function hypot(x: number, y: number, z = 0): number {
  return Math.sqrt(x * x + y * y + z * z);
}

/** x times x: Math.pow, and with it `x ** 2`, is not fixed to the last bit either. */
export function square(x: number): number {
  return x * x;
}
