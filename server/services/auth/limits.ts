import type { Role } from '#shared/schema/api.ts';

const HOUR_US = 3_600_000_000;
const DAY_US = 24 * HOUR_US;

/** How long a sign-in lives: unused (idle, rolling) and at most (absolute). A PT sees many records, so the laptop is locked sooner. */
export interface SessionLimits {
  readonly idleUs: number;
  readonly absoluteUs: number;
}

/** A session's last use is written at most this often. */
export const TOUCH_INTERVAL_US = 60_000_000;

export function sessionLimits(role: Role): SessionLimits {
  return role === 'patient' ? { idleUs: 30 * DAY_US, absoluteUs: 90 * DAY_US } : { idleUs: 12 * HOUR_US, absoluteUs: 7 * DAY_US };
}

export interface SessionTimes {
  readonly lastSeenAtUs: number;
  readonly expiresAtUs: number;
  readonly revokedAtUs: number | null;
}

/** Is the session good at `nowUs`? */
export function sessionIsLive(session: SessionTimes, role: Role, nowUs: number): boolean {
  if (session.revokedAtUs !== null) return false;
  return nowUs < session.expiresAtUs && nowUs - session.lastSeenAtUs < sessionLimits(role).idleUs;
}
