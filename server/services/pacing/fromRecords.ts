import { wasOnBefore } from '#shared/pacing/recordedEvents.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Plan } from '#shared/schema/plan.ts';
import type { Profile } from '#shared/schema/profile.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { derivedId } from './derivedId.ts';

/** What the day engine reads of records that only the clinic writes or that get ids of their own. Pure: the same records give the same events, ids included. */

type Of<T extends PatientEvent['type']> = Extract<PatientEvent, { type: T }>;

/** A TENS use that arrives after the check-in it belongs to corrects what the morning said. */
export function lateTensEvents(use: Stimulation, mornings: readonly Of<'checkIn'>[], now: { atUs: number; localDay: LocalDay }) {
  return mornings
    .filter((morning) => morning.tensInLastHour !== true && wasOnBefore(use, morning.atUs))
    .map(
      (morning): Of<'correction'> => ({
        ...now,
        id: derivedId(use.id, morning.id),
        type: 'correction',
        targetId: morning.id,
        field: 'tensInLastHour',
        value: true,
        reason: 'A use of TENS was logged for that time.',
      }),
    );
}

export function planEvent(plan: Plan, atUs: number, localDay: LocalDay, proposalId: string | null): Of<'planVersion'> {
  const { id, version, quotaMinutes, daysPerWeek, tens } = plan;
  return { id, atUs, localDay, type: 'planVersion', version, quotaMinutes, daysPerWeek, tensPrescribed: tens.length > 0, proposalId };
}

const BY_PROFILE = 'Changed in the profile.';

/** What a profile version changes for the engine, in the order in which it is to be read: a mode set beside a screen has the last word. */
export function profileEvents(before: Profile, next: Profile, at: { atUs: number; localDay: LocalDay }): PatientEvent[] {
  const events: PatientEvent[] = [];
  const base = (what: string) => ({
    id: derivedId(next.patientId, 'profile', next.version, what),
    atUs: at.atUs + events.length,
    localDay: at.localDay,
  });
  const { limits, mode, painReferenceNrs, pemStatus } = next;
  if (pemStatus !== before.pemStatus && pemStatus !== 'notScreened')
    events.push({ ...base('pemStatus'), type: 'pemScreened', result: pemStatus });
  if (mode !== before.mode) events.push({ ...base('mode'), type: 'modeSet', mode, reason: BY_PROFILE });
  if (painReferenceNrs !== before.painReferenceNrs && painReferenceNrs !== null)
    events.push({ ...base('painReference'), type: 'painReferenceSet', painReferenceNrs });
  if (JSON.stringify(limits) !== JSON.stringify(before.limits)) events.push({ ...base('limits'), type: 'limitsSet', limits });
  return events;
}
