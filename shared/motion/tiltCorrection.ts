import type { Vec3 } from './quaternion.ts';

/** Rotation (w, x, y, z) from the gyroscope's almost-inertial frame to the earth frame without heading. */
export class TiltCorrection {
  w = 1;
  x = 0;
  y = 0;
  z = 0;
  /** Horizontal part of the averaged gravity direction before the last correction: what the correction had to remove. */
  gravityX = 0;
  gravityY = 0;

  /** Turns the frame so that the averaged specific force points up: the smallest rotation that does it. False for no force. */
  align(mean: Vec3): boolean {
    const mx = mean.x;
    const my = mean.y;
    const mz = mean.z;
    const aw = this.w;
    const ax = this.x;
    const ay = this.y;
    const az = this.z;
    const tx = 2 * (ay * mz - az * my);
    const ty = 2 * (az * mx - ax * mz);
    const tz = 2 * (ax * my - ay * mx);
    const gx = mx + aw * tx + ay * tz - az * ty;
    const gy = my + aw * ty + az * tx - ax * tz;
    const gz = mz + aw * tz + ax * ty - ay * tx;
    const norm = Math.sqrt(gx * gx + gy * gy + gz * gz);
    if (norm < 1e-9) return false;
    this.gravityX = gx / norm;
    this.gravityY = gy / norm;
    const half = Math.sqrt(Math.max(0, gz / norm + 1) * 0.5);
    const upsideDown = half <= 1e-6;
    const cw = upsideDown ? 0 : half;
    const cx = upsideDown ? 1 : this.gravityY / (2 * half);
    const cy = upsideDown ? 0 : -this.gravityX / (2 * half);
    const w = cw * aw - cx * ax - cy * ay;
    const x = cw * ax + cx * aw + cy * az;
    const y = cw * ay - cx * az + cy * aw;
    const z = cw * az + cx * ay - cy * ax;
    const n = 1 / Math.sqrt(w * w + x * x + y * y + z * z);
    this.w = w * n;
    this.x = x * n;
    this.y = y * n;
    this.z = z * n;
    return true;
  }
}
