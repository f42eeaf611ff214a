/** Standard acceleration of gravity, m/s2 (CGPM 1901): what one g is. */
export const STANDARD_GRAVITY = 9.80665;
