import type { Actor } from '#server/context.ts';
import type { Deps } from '#server/deps.ts';
import { findSession } from '#server/services/auth/findSession.ts';
import { setup } from '#server/services/clinic/setup.ts';
import { ensureSetupToken } from '#server/services/clinic/setupToken.ts';
import { createInvitation } from '#server/services/invitation/create.ts';
import { listPatients } from '#server/services/patient/list.ts';
import { addDays, type LocalDay } from '#shared/schema/time.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { livePerson, type World } from './livePerson.ts';
import { emailOf, type Person } from './people.ts';
import { seededRandom } from './random.ts';
import { timelineOf } from './timeline.ts';

export interface DemoOptions {
  readonly seed: number;
  readonly people: readonly Person[];
  /** Length of every life, ending on `lastDay`. */
  readonly dayCount: number;
  readonly lastDay: LocalDay;
  /** IANA zone in which everybody lives. */
  readonly zone: string;
  /** Nothing is invented after this instant, UTC us. */
  readonly nowUs: number;
  /** Of everybody in the clinic: invented people are no secret. */
  readonly password: string;
  readonly onProgress: (livedDays: number, allDays: number) => void;
}

export const DEMO_CLINIC = 'Riverside Pain Clinic (simulated)';
export const DEMO_PT = 'Jana Falk';
/** Lives at once: enough to keep the group commit and both cores busy. */
const CONCURRENT = 6;
const DAY_US = 86_400_000_000;

/**
 * Fills an empty store with a clinic of invented people. Everything is lived through the services, on a clock that stands where the
 * life is, so aggregates, decisions and flags come about as they would in a year of use. The same options give the same lives.
 * `deps.config.demo` must be set: it marks the clinic and its patients as simulated.
 */
export async function buildDemoClinic(deps: Deps, options: DemoOptions): Promise<void> {
  if (!deps.config.demo) throw new RangeError('a demo clinic is only made where it is marked as one');
  const { people, dayCount, lastDay, zone, nowUs, password, seed } = options;
  const calendar = calendarOf(zone);
  const pt = await openClinic(deps, calendar, options);
  let lived = 0;
  const onDay = () => options.onProgress(++lived, people.length * dayCount);
  const world: World = { deps, pt, password, zone, lastDay, dayCount, nowUs, onDay };
  const waiting = people.map((person, i) => () => livePerson(world, person, seededRandom(seed * 1000 + i + 1)));
  await allOf(waiting, CONCURRENT);
  await inviteMore(deps, pt, options);
  // Whoever opens the demo finds everything decided up to now.
  await listPatients(timelineOf(deps, seededRandom(seed * 1000 + 998), nowUs).as(pt), { day: lastDay, limit: 1, offset: 0 });
}

/** Runs tasks in order, `limit` at once. The first failure lets the running ones end and starts no more. */
async function allOf(tasks: (() => Promise<void>)[], limit: number): Promise<void> {
  const lane = async () => {
    for (let task = tasks.shift(); task; task = tasks.shift()) {
      await task().catch((error: unknown) => {
        tasks.length = 0;
        throw error;
      });
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: limit }, lane));
  const failed = lanes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** The first-run link, used by the invented PT four days before the first life begins. */
async function openClinic(deps: Deps, calendar: Calendar, { seed, lastDay, dayCount, password }: DemoOptions): Promise<Actor> {
  const openedUs = calendar.moment(addDays(lastDay, -dayCount - 3), 9 * 60).utcUs;
  const timeline = timelineOf(deps, seededRandom(seed * 1000), openedUs);
  const token = await ensureSetupToken(timeline.deps);
  if (token === null) throw new RangeError('a demo clinic needs an empty store');
  const person = { clinicName: DEMO_CLINIC, displayName: DEMO_PT, email: emailOf(DEMO_PT), password };
  const client = { userAgent: null, address: '127.0.0.1', previousToken: null };
  const signedIn = await setup(timeline.visitor(), { token, ...person }, client);
  const pt = await findSession(timeline.deps, signedIn.token);
  if (pt === null) throw new Error('the demo PT is not signed in');
  return pt;
}

/** Two invitations nobody has answered yet: a patient and a colleague. */
async function inviteMore(deps: Deps, pt: Actor, { seed, nowUs }: DemoOptions): Promise<void> {
  const timeline = timelineOf(deps, seededRandom(seed * 1000 + 999), nowUs - 3 * DAY_US);
  await createInvitation(timeline.as(pt), { role: 'patient', displayName: 'Lotte Brandt', complaint: 'neck pain' });
  timeline.goTo(nowUs - DAY_US);
  await createInvitation(timeline.as(pt), { role: 'pt', displayName: 'Tomas Reyes', complaint: '' });
}
