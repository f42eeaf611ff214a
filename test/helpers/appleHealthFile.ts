import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/**
 * An Apple Health export as an iPhone writes one (element and attribute names of iOS 17), deterministic in its seed: a watch that measures
 * every 5 min, and every 5 s in the hour of walking that each day has; steps between them; the workouts at the end.
 */
export interface HealthExport {
  readonly seed: number;
  /** UTC ms of the first midnight. */
  readonly firstDayMs: number;
  readonly days: number;
  readonly unit?: string;
  /** IANA zone in the workouts' metadata. */
  readonly zone?: string;
}

const WATCH = 'Mara’s Apple Watch';
const DEVICE =
  '&lt;&lt;HKDevice: 0x28301a2b0&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:10.3&gt;';
const WALK_FROM_S = 9 * 3600;
const WALK_S = 3600;
const DAY_S = 86_400;
/** +0100 all year: the zone an export names is that of the phone at the export. */
const OFFSET_S = 3600;

const two = (n: number) => (n < 10 ? `0${n}` : String(n));

function dateText(utcS: number): string {
  const at = new Date(1000 * (utcS + OFFSET_S));
  const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0100`;
}

/** What the watch said at a second: a fixed function of seed and time, so that a test knows every value. */
export function bpmAt(seed: number, utcS: number): number {
  const ofDay = utcS % DAY_S;
  const walking = ofDay >= WALK_FROM_S && ofDay < WALK_FROM_S + WALK_S;
  return (walking ? 100 : 60) + ((Math.floor(utcS / 5) * 7 + seed) % 25);
}

export const walkOf = (firstDayMs: number, day: number) => {
  const startS = firstDayMs / 1000 + day * DAY_S + WALK_FROM_S;
  return { startS, endS: startS + WALK_S };
};

function heartRecord(seed: number, utcS: number, unit: string): string {
  const at = dateText(utcS);
  return ` <Record type="HKQuantityTypeIdentifierHeartRate" sourceName="${WATCH}" sourceVersion="10.3" device="${DEVICE}" unit="${unit}" creationDate="${dateText(utcS + 4)}" startDate="${at}" endDate="${at}" value="${bpmAt(seed, utcS)}">\n  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="1"/>\n </Record>\n`;
}

/** The text, a day at a time. */
export function* healthExport({ seed, firstDayMs, days, unit = 'count/min', zone }: HealthExport): Generator<string> {
  const firstS = firstDayMs / 1000;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>\n<!ATTLIST HealthData\n  locale CDATA #REQUIRED\n>\n]>\n<HealthData locale="de_DE">\n <ExportDate value="${dateText(firstS + days * DAY_S)}"/>\n`;
  for (let day = 0; day < days; day++) {
    const midnightS = firstS + day * DAY_S;
    let text = '';
    for (let s = 0; s < DAY_S; s += s >= WALK_FROM_S && s < WALK_FROM_S + WALK_S ? 5 : 300) text += heartRecord(seed, midnightS + s, unit);
    for (let hour = 0; hour < 24; hour++) {
      const at = dateText(midnightS + 3600 * hour);
      text += ` <Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" creationDate="${at}" startDate="${at}" endDate="${dateText(midnightS + 3600 * hour + 600)}" value="${(seed + 37 * hour) % 900}"/>\n`;
    }
    yield text;
  }
  for (let day = 0; day < days; day++) {
    const { startS, endS } = walkOf(firstDayMs, day);
    const metadata = zone === undefined ? '' : `  <MetadataEntry key="HKTimeZone" value="${zone}"/>\n`;
    yield ` <Workout workoutActivityType="HKWorkoutActivityTypeWalking" duration="60" durationUnit="min" sourceName="${WATCH}" sourceVersion="10.3" device="${DEVICE}" creationDate="${dateText(endS + 2)}" startDate="${dateText(startS)}" endDate="${dateText(endS)}">\n${metadata}  <WorkoutStatistics type="HKQuantityTypeIdentifierHeartRate" startDate="${dateText(startS)}" endDate="${dateText(endS)}" average="112" minimum="100" maximum="124" unit="count/min"/>\n </Workout>\n`;
  }
  yield '</HealthData>\n';
}

/** Days that come to about `bytes` of text. */
export function daysFor(bytes: number, seed: number): number {
  const [, day] = healthExport({ seed, firstDayMs: Date.UTC(2020, 0, 1), days: 1 });
  return Math.max(1, Math.round(bytes / (Buffer.byteLength(day) + 900)));
}

export async function writeHealthExport(path: string, what: HealthExport): Promise<void> {
  const out = createWriteStream(path);
  for (const text of healthExport(what)) if (!out.write(text)) await once(out, 'drain');
  out.end();
  await finished(out);
}
