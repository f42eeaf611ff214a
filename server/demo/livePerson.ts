import type { Actor } from '#server/context.ts';
import type { Deps } from '#server/deps.ts';
import { findSession } from '#server/services/auth/findSession.ts';
import { putCheckIn } from '#server/services/checkIn/put.ts';
import { acceptInvitation } from '#server/services/invitation/accept.ts';
import { createInvitation } from '#server/services/invitation/create.ts';
import { phonePacing } from '#server/services/pacing/phone.ts';
import { createPlan } from '#server/services/plan/create.ts';
import { getProfile } from '#server/services/profile/get.ts';
import { updateProfile } from '#server/services/profile/update.ts';
import { putStimulation } from '#server/services/stimulation/put.ts';
import type { Plan, PlanExercise } from '#shared/schema/plan.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { addDays, type LocalDay } from '#shared/schema/time.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { type LifeDay, liveDays } from './life.ts';
import { answerReview, screenPem } from './pacing.ts';
import { emailOf, type Person } from './people.ts';
import { exerciseFor, intake, planFor, setupFor } from './prescription.ts';
import type { Random } from './random.ts';
import { reviewFlags } from './review.ts';
import { sendSession } from './send.ts';
import { recordSession } from './session.ts';
import { stimulationOf } from './stimulation.ts';
import { type Timeline, timelineOf } from './timeline.ts';

/** What all people of the demo clinic share. */
export interface World {
  readonly deps: Deps;
  readonly pt: Actor;
  readonly password: string;
  readonly zone: string;
  readonly lastDay: LocalDay;
  readonly dayCount: number;
  /** Nothing happens after this instant: the last day is as long as it is late. */
  readonly nowUs: number;
  readonly onDay: () => void;
}

/** Flags of the last days are left for whoever opens the demo. */
const UNREVIEWED_DAYS = 4;
/** Mornings needed for the pain reference (shared/schema/profile.ts). */
const BASELINE_MORNINGS = 7;
/** Day of a life on which the screen for post-exertional malaise comes back positive. */
const PEM_SCREEN_DAY = 16;
const MAX_SESSION_MINUTES = 60;
const MINUTE = { plan: 7 * 60 + 20, morning: 7 * 60 + 45, eveningTens: 20 * 60, review: 18 * 60 + 30 } as const;

/** Lives one person's weeks through the services: invitation, first visit, then day after day. */
export async function livePerson(world: World, person: Person, random: Random): Promise<void> {
  const { firstQuotaMinutes, days } = liveDays(person, world.lastDay, world.dayCount, random);
  const calendar = calendarOf(world.zone);
  const firstUs = calendar.moment(addDays(days[0].localDay, -2), 15 * 60 + Math.floor(90 * random.uniform())).utcUs;
  const timeline = timelineOf(world.deps, random, firstUs);
  const { token, patientId } = await join(world, timeline, person);
  const life = new PersonLife({ world, timeline, calendar, person, token, patientId, firstQuotaMinutes });
  await life.firstVisit();
  for (const day of days) {
    await life.live(day);
    world.onDay();
  }
}

/** The PT invites, the person accepts an hour later. */
async function join(world: World, timeline: Timeline, { name, complaint }: Person): Promise<{ token: string; patientId: string }> {
  const pt = timeline.as(world.pt);
  const { invitation, url } = await createInvitation(pt, { role: 'patient', displayName: name, complaint });
  timeline.goTo(invitation.createdAtUs + 3_600_000_000);
  const accepted = { displayName: name, email: emailOf(name), password: world.password };
  const client = { userAgent: null, address: '127.0.0.1', previousToken: null };
  const { token } = await acceptInvitation(timeline.visitor(), url.slice(url.lastIndexOf('/') + 1), accepted, client);
  return { token, patientId: String(invitation.patientId) };
}

interface Parts {
  readonly world: World;
  readonly timeline: Timeline;
  readonly calendar: Calendar;
  readonly person: Person;
  /** The phone's sign-in. */
  readonly token: string;
  readonly patientId: string;
  readonly firstQuotaMinutes: number;
}

class PersonLife {
  readonly #parts: Parts;
  readonly #item: PlanExercise;
  readonly #sessionMinute: number;
  readonly #mornings: number[] = [];
  #plan: Plan | null = null;

  constructor(parts: Parts) {
    const { timeline, person } = parts;
    this.#parts = parts;
    this.#item = exerciseFor(person, timeline.newId());
    this.#sessionMinute = 9 * 60 + Math.floor(8 * 60 * timeline.random.uniform());
  }

  async firstVisit(): Promise<void> {
    const { timeline, person } = this.#parts;
    await this.#changeProfile((current) => intake(person, current, timeline.deps.clock.nowUs(), timeline.random));
  }

  async live(day: LifeDay): Promise<void> {
    const { timeline, world, patientId } = this.#parts;
    const { random } = timeline;
    if (this.#goTo(day, MINUTE.plan)) await this.#steer(day);
    if (day.morning !== null && this.#goTo(day, MINUTE.morning + Math.floor(75 * random.uniform()))) await this.#checkIn(day);
    if (day.doneShare !== null) await this.#exercise(day, day.doneShare, Math.floor(50 * random.uniform()));
    else if (day.tensMinutes !== null) await this.#restWithTens(day, day.tensMinutes);
    const reviewDay = (world.dayCount - day.daysLeft) % 3 === 0 && day.daysLeft >= UNREVIEWED_DAYS;
    if (reviewDay && this.#goTo(day, MINUTE.review)) {
      await reviewFlags(timeline.as(world.pt), patientId, random);
      await this.#setReference();
    }
  }

  /** False when that is still to come. */
  #goTo(day: LifeDay, minuteOfDay: number, lengthMinutes = 0): boolean {
    const { calendar, timeline, world } = this.#parts;
    const { utcUs } = calendar.moment(day.localDay, minuteOfDay);
    if (utcUs + lengthMinutes * 60_000_000 > world.nowUs) return false;
    timeline.goTo(utcUs);
    return true;
  }

  /** The patient's phone speaks: its sign-in is checked and touched as for any request. */
  async #asPatient() {
    const { timeline, token } = this.#parts;
    const actor = await findSession(timeline.deps, token);
    if (actor === null) throw new Error("the demo patient's sign-in has ended");
    return timeline.as(actor);
  }

  /** The PT's part of a day: the first plan, later an answer on the day after each review, and for one person a PEM screen. */
  async #steer({ localDay, daysLeft }: LifeDay): Promise<void> {
    const { timeline, world, person, patientId, calendar, firstQuotaMinutes } = this.#parts;
    const pt = timeline.as(world.pt);
    const age = world.dayCount - 1 - daysLeft;
    if (this.#plan === null) {
      const { plan } = await createPlan(pt, patientId, {
        id: timeline.newId(),
        baseVersion: 0,
        createdAt: calendar.at(timeline.deps.clock.nowUs()),
        plan: planFor(person, await getProfile(pt, patientId), firstQuotaMinutes, this.#item, localDay),
      });
      this.#plan = plan;
    } else if (age % 7 === 1 && (daysLeft >= UNREVIEWED_DAYS + 3 || person.course === 'improving')) {
      this.#plan = (await answerReview(timeline, pt, calendar, patientId, localDay)) ?? this.#plan;
    }
    if (person.course === 'pem' && age === PEM_SCREEN_DAY) await screenPem(timeline, pt, patientId, localDay);
  }

  async #checkIn({ localDay, morning }: LifeDay): Promise<void> {
    if (morning === null) return;
    const { timeline, calendar, patientId } = this.#parts;
    const id = timeline.newId();
    const at = calendar.at(timeline.deps.clock.nowUs());
    await putCheckIn(await this.#asPatient(), { patientId, id }, { id, patientId, at, localDay, ...morning, tensInLastHour: false });
    this.#mornings.push(morning.painNrs);
  }

  async #exercise(day: LifeDay, doneShare: number, delayMinutes: number): Promise<void> {
    const { timeline, calendar, person, patientId } = this.#parts;
    if (this.#plan === null || !this.#goTo(day, this.#sessionMinute + delayMinutes, MAX_SESSION_MINUTES + 2)) return;
    const patient = await this.#asPatient();
    const pacing = await phonePacing(patient, patientId, day.localDay);
    const dose = pacing.today.doseMinutes ?? this.#plan.quotaMinutes;
    if (dose === 0) return;
    const doneMinutes = Math.round(Math.min(MAX_SESSION_MINUTES, Math.max(5, doneShare * dose)) * 10) / 10;
    const startedUs = timeline.deps.clock.nowUs();
    const stimulationId = day.tensMinutes === null ? null : timeline.newId();
    const setup = setupFor(this.#plan, await getProfile(patient, patientId), pacing);
    const startedAt = calendar.at(startedUs);
    const recorded = await recordSession(timeline, calendar, {
      patientId,
      person,
      day: { ...day, doneMinutes },
      setup,
      startedAt,
      stimulationId,
    });
    const { endedAt } = recorded.complete;
    timeline.goTo(endedAt.utcUs + 20_000_000);
    const { agrees } = await sendSession(patient, recorded);
    if (!agrees) throw new Error('the phone and the server do not agree on a demo session');
    if (stimulationId !== null) {
      const on = { startedAt: calendar.at(startedUs + 6_000_000), endedAt: calendar.at(endedAt.utcUs - 3_000_000) };
      await this.#tens(day, { id: stimulationId, sessionId: recorded.session.id, ...on });
    }
  }

  async #restWithTens(day: LifeDay, minutes: number): Promise<void> {
    const { timeline, calendar } = this.#parts;
    if (!this.#goTo(day, MINUTE.eveningTens, minutes + 1)) return;
    const startedUs = timeline.deps.clock.nowUs();
    const endedUs = startedUs + minutes * 60_000_000;
    timeline.goTo(endedUs + 30_000_000);
    const on = { startedAt: calendar.at(startedUs), endedAt: calendar.at(endedUs) };
    await this.#tens(day, { id: timeline.newId(), sessionId: null, ...on });
  }

  async #tens(day: LifeDay, use: Pick<Parameters<typeof stimulationOf>[0], 'id' | 'sessionId' | 'startedAt' | 'endedAt'>): Promise<void> {
    const { timeline, person, patientId } = this.#parts;
    const typed = { ...use, patientId, site: person.tensSite, localDay: day.localDay, painBeforeNrs: day.painStart };
    const record = stimulationOf(typed, timeline.random);
    await putStimulation(await this.#asPatient(), { patientId, id: record.id }, record);
  }

  /** Once there are enough mornings, the PT takes their median as this person's usual pain. */
  async #setReference(): Promise<void> {
    if (this.#mornings.length < BASELINE_MORNINGS) return;
    const sorted = this.#mornings.slice(0, BASELINE_MORNINGS).sort((a, b) => a - b);
    const painReferenceNrs = sorted[BASELINE_MORNINGS >> 1];
    await this.#changeProfile((current) => (current.painReferenceNrs === null ? { ...current, painReferenceNrs } : null));
  }

  async #changeProfile(change: (current: Profile) => Omit<Profile, 'patientId' | 'version'> | null): Promise<void> {
    const { timeline, world, patientId } = this.#parts;
    const pt = timeline.as(world.pt);
    const current = await getProfile(pt, patientId);
    const profile = change(current);
    if (profile !== null) await updateProfile(pt, patientId, { baseVersion: current.version, profile });
  }
}
