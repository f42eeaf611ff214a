import { type Ctx, requirePatientAccess } from '#server/context.ts';
import { audited } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { type ProblemField, ServiceError } from '#server/errors.ts';
import { appendProfile } from '#server/services/profile/append.ts';
import { currentProfile } from '#server/services/profile/current.ts';
import { againWhenRaced } from '#server/services/session/retry.ts';
import { suspend } from '#server/services/session/suspend.ts';
import { dayProblem } from '#shared/pacing/days/log.ts';
import { sameContent } from '#shared/pacing/days/order.ts';
import { suspendingSymptoms } from '#shared/pacing/suspends.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PatientEventsKept } from '#shared/schema/pacingApi.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { dayOfPatient, keepEvents, knownEvents } from './eventLog.ts';
import { profileEvents } from './fromRecords.ts';

type Kind = PatientEvent['type'];

/** Who may say what. What is not listed follows from a record or has an address of its own. */
const PATIENT_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  'sessionSkipped',
  'trial',
  'background',
  'redFlag',
  'exposureTried',
  'riseAgreed',
  'pemAnswered',
  'checkIn',
]);
const STAFF_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  'doseOverridden',
  'modeSet',
  'painReferenceSet',
  'limitsSet',
  'ladderSet',
  'usualBackgroundSet',
  'pemScreened',
  'trial',
]);
/** The morning's answers are a CheckIn record, which the patient's day and page are made from. */
const OF_THE_RECORD = ['painNrs', 'sleepQuality', 'confidence', 'tensInLastHour'] as const;

/** Keeps events of the pacing log. Sent again, an event is kept once; what a PT settles is a profile version too. */
export async function postEvents(ctx: Ctx, patientId: Id, events: readonly PatientEvent[]): Promise<PatientEventsKept> {
  await requirePatientAccess(ctx, patientId);
  requireOwnKinds(ctx, events);
  requirePossible(events);
  return againWhenRaced(async () => {
    const fresh = await newOnes(ctx, patientId, events);
    if (fresh.length > 0) {
      await ctx.deps.store.batch([
        ...keepEvents(ctx, patientId, fresh),
        ...(await profileOf(ctx, patientId, fresh)),
        audited(ctx, 'patientEvent.post', 'patient', patientId, { events: fresh.length, kinds: kindsOf(fresh) }),
      ]);
    }
    return { created: fresh.length, known: events.length - fresh.length };
  });
}

const kindsOf = (events: readonly PatientEvent[]) => [...new Set(events.map(({ type }) => type))].sort().join(',');

function requireOwnKinds(ctx: Ctx, events: readonly PatientEvent[]): void {
  const allowed = ctx.actor.role === 'patient' ? PATIENT_KINDS : STAFF_KINDS;
  const fields = events.flatMap(({ type }, i) =>
    allowed.has(type) ? [] : [{ path: `events.${i}.type`, message: `"${type}" is not yours to send here.` }],
  );
  if (fields.length > 0) throw new ServiceError('forbidden', 'Your account may not say this.', { fields });
}

function requirePossible(events: readonly PatientEvent[]): void {
  const fields = events.flatMap((event, i): ProblemField[] => {
    const day = dayProblem(event);
    if (day !== null) return [{ path: `events.${i}.${day.field}`, message: day.message }];
    if (event.type !== 'checkIn') return [];
    return OF_THE_RECORD.filter((name) => event[name] !== null).map((name) => ({
      path: `events.${i}.${name}`,
      message: 'Send this with the check-in itself.',
    }));
  });
  if (fields.length > 0) throw new ServiceError('validation', 'Some events cannot be kept like that.', { fields });
}

async function newOnes(ctx: Ctx, patientId: Id, events: readonly PatientEvent[]): Promise<PatientEvent[]> {
  const known = await knownEvents(
    ctx,
    patientId,
    events.map(({ id }) => id),
  );
  const fields: ProblemField[] = [];
  const fresh: PatientEvent[] = [];
  for (const [i, event] of events.entries()) {
    const kept = known.get(event.id);
    if (kept === undefined) fresh.push(event);
    else if (!sameContent(kept, event)) fields.push({ path: `events.${i}.id`, message: 'This id is taken.' });
    known.set(event.id, event);
  }
  if (fields.length > 0) throw new ServiceError('conflict', 'Other events are kept under these ids.', { fields });
  return fresh;
}

/** The profile as these events leave it, so that sessions and screens know it too: one new version, or a suspension. */
async function profileOf(ctx: Ctx, patientId: Id, events: readonly PatientEvent[]): Promise<Statement[]> {
  const current = await currentProfile(ctx, patientId);
  const next = events.reduce(changedBy, current);
  if (next !== current) {
    const version = current.version + 1;
    const at = { atUs: ctx.deps.clock.nowUs(), localDay: await dayOfPatient(ctx, patientId) };
    const appended = { ...next, version };
    return [
      appendProfile(ctx, appended),
      // The version says the same once more under its own ids, so that a log made anew from the records has nothing to add.
      ...keepEvents(ctx, patientId, profileEvents(current, appended, at)),
      audited(ctx, 'profile.update', 'patient', patientId, { version }),
    ];
  }
  const redFlag = events.find((event) => event.type === 'redFlag');
  if (redFlag === undefined) return [];
  const { ruleId, words } = suspendingSymptoms(redFlag.symptoms);
  const suspended = { sinceUs: redFlag.atUs, ruleId, reason: `Reported: ${words.join(', ')}.`.slice(0, 300) };
  return suspend(ctx, { clinicId: ctx.actor.clinicId, patientId }, suspended);
}

function changedBy(profile: Profile, event: PatientEvent): Profile {
  switch (event.type) {
    case 'modeSet':
      return { ...profile, mode: event.mode };
    case 'painReferenceSet':
      return { ...profile, painReferenceNrs: event.painReferenceNrs };
    case 'limitsSet':
      return { ...profile, limits: event.limits };
    case 'pemScreened':
      return { ...profile, pemStatus: event.result, mode: event.result === 'positive' ? 'pemSafe' : profile.mode };
    default:
      return profile;
  }
}
