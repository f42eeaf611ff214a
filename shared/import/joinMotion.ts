import type { FoundSession, FoundStream } from './found.ts';
import { SampleColumns } from './sampleColumns.ts';

/** Nothing is interpolated across more periods than this (devices.md, Clocks). */
const MOST_PERIODS = 3;

/**
 * Phone loggers write acceleration and angular rate to a file each. Two such sessions of one place and time become one: acceleration,
 * interpolated between its neighbours, at the times of the angular rate. What finds no partner stays as it is.
 */
export function joinMotion(found: readonly FoundSession[]): FoundSession[] {
  const taken = new Set<FoundSession>();
  const joined = found.map((session) => {
    const gyr = only(session, 'angularRate');
    if (gyr === null) return session;
    const partner = found.find((other) => !taken.has(other) && fits(gyr, only(other, 'acceleration')));
    const acc = partner === undefined ? null : only(partner, 'acceleration');
    const stream = acc === null ? null : imuOf(acc, gyr);
    if (partner === undefined || stream === null) return session;
    taken.add(partner);
    const { hostUs } = stream.samples;
    return { ...session, startedUs: hostUs[0], endedUs: hostUs[hostUs.length - 1], streams: [stream] };
  });
  return joined.filter((session) => !taken.has(session));
}

/** The one stream of a session of nothing else. */
function only({ streams }: FoundSession, kind: FoundStream['kind']): FoundStream | null {
  return streams.length === 1 && streams[0].kind === kind ? streams[0] : null;
}

function fits(gyr: FoundStream, acc: FoundStream | null): boolean {
  if (acc === null || acc.bodySite !== gyr.bodySite || acc.side !== gyr.side) return false;
  const [a, b] = [acc.samples.hostUs, gyr.samples.hostUs];
  const common = Math.min(a[a.length - 1], b[b.length - 1]) - Math.max(a[0], b[0]);
  return common > 0.5 * (b[b.length - 1] - b[0]);
}

function imuOf(acc: FoundStream, gyr: FoundStream): FoundStream | null {
  const { hostUs: times, counts: values } = acc.samples;
  const mostUs = (MOST_PERIODS * 1e6) / acc.nominalRateHz;
  const columns = new SampleColumns(6);
  let next = 0;
  for (let i = 0; i < gyr.samples.sampleCount; i++) {
    const atUs = gyr.samples.hostUs[i];
    while (next < times.length && times[next] < atUs) next++;
    if (next === times.length || (next === 0 && times[0] > atUs)) continue;
    const before = times[next] === atUs ? next : next - 1;
    const spanUs = times[next] - times[before];
    if (spanUs > mostUs) continue;
    const share = spanUs === 0 ? 0 : (atUs - times[before]) / spanUs;
    const at = (axis: number) => values[3 * before + axis] + share * (values[3 * next + axis] - values[3 * before + axis]);
    const [x, y, z] = gyr.samples.counts.subarray(3 * i, 3 * i + 3);
    columns.push(atUs, at(0), at(1), at(2), x, y, z);
  }
  if (columns.sampleCount < 2) return null;
  return { ...gyr, kind: 'imu', groups: [...acc.groups, ...gyr.groups], samples: columns.samples() };
}

/**
 * Motion sensors on two places of the body at one time, from a file each, are one session: a joint has its angle between them. Each must
 * have run for half of the shorter recording at least.
 */
export function joinPlaces(found: readonly FoundSession[]): FoundSession[] {
  const out: FoundSession[] = [];
  for (const session of found) {
    const at = out.findIndex((other) => onAnotherPlace(other, session));
    if (at < 0) {
      out.push(session);
      continue;
    }
    const other = out[at];
    out[at] = {
      ...other,
      startedUs: Math.min(other.startedUs, session.startedUs),
      endedUs: Math.max(other.endedUs, session.endedUs),
      streams: [...other.streams, ...session.streams],
    };
  }
  return out;
}

function onAnotherPlace(a: FoundSession, b: FoundSession): boolean {
  if (![...a.streams, ...b.streams].every(({ kind }) => kind === 'imu')) return false;
  const places = new Set(a.streams.map(({ bodySite, side }) => `${bodySite} ${side}`));
  if (b.streams.length === 0 || b.streams.some(({ bodySite, side }) => places.has(`${bodySite} ${side}`))) return false;
  const common = Math.min(a.endedUs, b.endedUs) - Math.max(a.startedUs, b.startedUs);
  return a.streams.length > 0 && common > 0.5 * Math.min(a.endedUs - a.startedUs, b.endedUs - b.startedUs);
}
