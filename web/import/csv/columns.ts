import { type Quantity, unitNamed } from '#shared/import/units.ts';

export const COLUMN_ROLES = ['ignore', 'time', 'heartRate', 'interval', 'accX', 'accY', 'accZ', 'gyrX', 'gyrY', 'gyrZ'] as const;
/** What a column is. */
export type ColumnRole = (typeof COLUMN_ROLES)[number];

export function quantityOf(role: ColumnRole): Quantity | null {
  if (role === 'ignore') return null;
  if (role === 'time' || role === 'heartRate' || role === 'interval') return role;
  return role.startsWith('acc') ? 'acceleration' : 'angularRate';
}

/** A column as its head says; `unitText` null: it names no unit. */
export interface ColumnGuess {
  readonly role: ColumnRole;
  readonly unitText: string | null;
}

const ROLES: readonly (readonly [RegExp, ColumnRole])[] = [
  [/^(hr|heart ?rate|heartrate|pulse|puls|herzfrequenz|bpm)$/, 'heartRate'],
  [/^(rr|rr ?interval|ibi|nn)$/, 'interval'],
  [/^(acc|accel|acceleration|accelerometer|a)[ .]?x$/, 'accX'],
  [/^(acc|accel|acceleration|accelerometer|a)[ .]?y$/, 'accY'],
  [/^(acc|accel|acceleration|accelerometer|a)[ .]?z$/, 'accZ'],
  [/^(gyr|gyro|gyroscope|angular ?(rate|velocity)|rotation ?rate|w|g)[ .]?x$/, 'gyrX'],
  [/^(gyr|gyro|gyroscope|angular ?(rate|velocity)|rotation ?rate|w|g)[ .]?y$/, 'gyrY'],
  [/^(gyr|gyro|gyroscope|angular ?(rate|velocity)|rotation ?rate|w|g)[ .]?z$/, 'gyrZ'],
  [/^(t|time|timestamp|date ?time|datetime|unix ?time|epoch|seconds ?elapsed|zeit|zeitstempel)$/, 'time'],
];

/** Reads a head like "acc_x (m/s2)", "Gyroscope z [deg/s]", "timestamp_ms", "hr_bpm". A unit that is none of the quantity is kept as it is, to be refused. */
export function guessColumn(head: string): ColumnGuess {
  const text = head.trim();
  const bracketed = /^(.*?)\s*[([](.+)[)\]]\s*$/.exec(text);
  if (bracketed !== null) {
    const role = roleOf(bracketed[1]);
    return { role, unitText: role === 'ignore' ? null : bracketed[2] };
  }
  const whole = roleOf(text);
  if (whole !== 'ignore') return { role: whole, unitText: /elapsed/i.test(text) ? 's' : /^bpm$/i.test(text) ? 'bpm' : null };
  const parts = text.split(/[_ ]+/);
  for (let cut = parts.length - 1; cut > 0; cut--) {
    const role = roleOf(parts.slice(0, cut).join(' '));
    const quantity = quantityOf(role);
    const unitText = parts.slice(cut).join('_');
    if (quantity !== null && unitNamed(quantity, unitText) !== null) return { role, unitText };
  }
  return { role: 'ignore', unitText: null };
}

function roleOf(text: string): ColumnRole {
  const name = text.trim().toLowerCase().replaceAll('_', ' ');
  return ROLES.find(([pattern]) => pattern.test(name))?.[1] ?? 'ignore';
}
