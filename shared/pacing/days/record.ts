import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { DayNumber, DayRecord, Effort, Morning } from './types.ts';

type Of<T extends PatientEvent['type']> = Extract<PatientEvent, { type: T }>;

/** Share of the usual day from which a reading stands for the whole day. */
const WHOLE_DAY = 0.98;

/** Reads the events of one local day, sorted by (atUs, id). */
export function dayRecordOf(day: DayNumber, events: readonly PatientEvent[]): DayRecord {
  let morning: Morning | null = null;
  let completed = false;
  let endedEarly = false;
  let skipped = false;
  let plannedMinutes: number | null = null;
  let otherMinutes: number | null = null;
  let effort: Effort | null = null;
  let firstSessionUs = Number.POSITIVE_INFINITY;
  const sessionEndsUs: number[] = [];
  for (const event of events) {
    if (event.type === 'checkIn') {
      morning = morning === null ? morningOf(event) : worseOf(morning, morningOf(event));
    } else if (event.type === 'session') {
      if (event.planned) plannedMinutes = (plannedMinutes ?? 0) + event.minutes;
      else otherMinutes = (otherMinutes ?? 0) + event.minutes;
      sessionEndsUs.push(event.atUs);
      firstSessionUs = Math.min(firstSessionUs, event.atUs);
      if (event.planned && event.completed) {
        completed = true;
        effort ??= effortOf(event);
      } else if (event.planned) endedEarly = true;
    } else if (event.type === 'sessionSkipped') skipped = true;
  }
  return {
    day,
    morning,
    completed,
    missed: !completed && (endedEarly || skipped),
    skipped: skipped && !completed,
    plannedMinutes,
    otherMinutes,
    effort,
    sessionEndsUs,
    ...backgroundOf(events, firstSessionUs),
  };
}

function morningOf(event: Of<'checkIn'>): Morning {
  const { atUs, painNrs, confidence, flare, tensInLastHour, worseAfterActivity, restingHeartRateBpm } = event;
  return { atUs, painNrs, confidence, flare, tensInLastHour, worseAfterActivity, restingHeartRateBpm };
}

/** Two check-ins on one morning contradict each other in parts: the worse answer of each question, an answer before none. */
function worseOf(a: Morning, b: Morning): Morning {
  return {
    atUs: b.atUs,
    painNrs: pick(a.painNrs, b.painNrs, Math.max),
    confidence: pick(a.confidence, b.confidence, Math.min),
    flare: yesBeforeNo(a.flare, b.flare),
    tensInLastHour: yesBeforeNo(a.tensInLastHour, b.tensInLastHour),
    worseAfterActivity: yesBeforeNo(a.worseAfterActivity, b.worseAfterActivity),
    restingHeartRateBpm: pick(a.restingHeartRateBpm, b.restingHeartRateBpm, Math.max),
  };
}

function pick(a: number | null, b: number | null, worse: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : worse(a, b);
}

function yesBeforeNo(a: boolean | null, b: boolean | null): boolean | null {
  return a === null ? b : b === null ? a : a || b;
}

function effortOf({ atUs, minutes, rpeCr10, meanHeartRateBpm, heartRateQuality }: Of<'session'>): Effort {
  return { atUs, minutes, rpeCr10, meanHeartRateBpm: heartRateQuality === 'ok' ? meanHeartRateBpm : null };
}

function backgroundOf(
  events: readonly PatientEvent[],
  firstSessionUs: number,
): Pick<DayRecord, 'background' | 'wholeDayBackgroundMinutes'> {
  let before: Of<'background'> | null = null;
  let last: Of<'background'> | null = null;
  for (const event of events) {
    if (event.type !== 'background' || event.quality === 'missing') continue;
    if (event.atUs <= firstSessionUs) before = event;
    last = event;
  }
  return {
    background:
      before === null ? null : { loadMinutes: before.loadMinutes, dayShare: before.dayShare, quality: before.quality, atUs: before.atUs },
    wholeDayBackgroundMinutes: last !== null && last.quality === 'ok' && last.dayShare >= WHOLE_DAY ? last.loadMinutes : null,
  };
}
