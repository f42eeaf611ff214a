import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromTo,
  identityQuat,
  multiply,
  multiplyConjugate,
  type QuatWxyz,
  rotate,
  rotateBack,
  twistRad,
  type Vec3,
  wrapRad,
} from '#shared/motion/quaternion.ts';

const part = fc.double({ min: -1, max: 1, noNaN: true });
const unit: fc.Arbitrary<Vec3> = fc
  .tuple(part, part, part)
  .filter(([x, y, z]) => Math.hypot(x, y, z) > 0.1)
  .map(([x, y, z]) => ({ x: x / Math.hypot(x, y, z), y: y / Math.hypot(x, y, z), z: z / Math.hypot(x, y, z) }));

function about(axis: Vec3, angle: number): QuatWxyz {
  const s = Math.sin(angle / 2);
  return { w: Math.cos(angle / 2), x: s * axis.x, y: s * axis.y, z: s * axis.z };
}

function close(a: Vec3, b: Vec3): void {
  expect(Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z)).toBeLessThan(1e-7);
}

describe('quaternions (w, x, y, z)', () => {
  it('turn a quarter about z from x to y', () => {
    close(rotate({ x: 0, y: 0, z: 0 }, about({ x: 0, y: 0, z: 1 }, Math.PI / 2), { x: 1, y: 0, z: 0 }), { x: 0, y: 1, z: 0 });
  });

  it('chain, undo and work in place', () => {
    const angle = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, angle, angle, (a, b, v, alpha, beta) => {
        const q = about(a, alpha);
        const p = about(b, beta);
        const qp = multiply(identityQuat(), q, p);
        close(rotate({ ...v }, qp, v), rotate({ ...v }, q, rotate({ ...v }, p, v)));
        close(rotateBack({ ...v }, q, rotate({ ...v }, q, v)), v);
        const back = multiplyConjugate({ ...q }, q, qp);
        close(rotate({ ...v }, back, v), rotate({ ...v }, p, v));
      }),
    );
  });

  it('find the shortest turn between directions, opposite ones too', () => {
    fc.assert(
      fc.property(unit, unit, (from, to) => {
        close(rotate({ ...from }, fromTo(identityQuat(), from, to), from), to);
        const opposite = { x: -from.x, y: -from.y, z: -from.z };
        close(rotate({ ...from }, fromTo(identityQuat(), from, opposite), from), opposite);
      }),
    );
  });

  it('give the twist about an axis and wrap angles', () => {
    fc.assert(
      fc.property(unit, fc.double({ min: -3, max: 3, noNaN: true }), (axis, angle) => {
        expect(twistRad(about(axis, angle), axis)).toBeCloseTo(angle, 9);
      }),
    );
    expect(wrapRad(3 * Math.PI)).toBeCloseTo(-Math.PI, 12);
    expect(wrapRad(-0.5)).toBe(-0.5);
  });
});
