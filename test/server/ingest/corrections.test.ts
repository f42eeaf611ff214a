import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CompletedSession, type DayAggregate, Panel, PatientDetail, SessionDetail, SessionListItem, Today } from '#shared/schema/api.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { type RecordedSession, testId } from '#test/helpers/recording.ts';
import { type SeededActor, seedActor } from '#test/helpers/server.ts';
import { type IngestRig, ingestRig } from './ingestRig.ts';

let rig: IngestRig;
beforeAll(async () => {
  rig = await ingestRig();
});
afterAll(() => rig.server.close());

const patientPath = ({ session }: RecordedSession) => `/api/v1/patients/${session.patientId}`;
const get = async (path: string, as = rig.pt): Promise<unknown> => {
  const answer = await rig.server.request('GET', path, { as });
  expect(answer.status).toBe(200);
  return answer.json();
};
const detailOf = async ({ session }: RecordedSession) => SessionDetail.parse(await get(`/api/v1/sessions/${session.id}`));

interface Own extends RecordedSession {
  readonly patient: SeededActor;
}

/** A session of a patient of its own, all but its end at the server. */
async function recordedSession(): Promise<Own> {
  const patient = await seedActor(rig.server, rig.patient.clinicId, 'patient');
  const recorded = await rig.record({ patientId: patient.patientId as string });
  const answers = [await rig.putSession(recorded, patient), await rig.postEvents(recorded, patient)];
  for (const chunk of recorded.chunks) answers.push(await rig.putChunk(recorded, chunk, { as: patient }));
  expect(answers.every(({ ok }) => ok)).toBe(true);
  return { ...recorded, patient };
}

const complete = async (recorded: Own) => CompletedSession.parse(await (await rig.complete(recorded, recorded.patient)).json());

const eventOf = (recorded: RecordedSession, type: 'pain' | 'rpe', index = 0) =>
  recorded.events.filter((event) => event.type === type)[index];

function correctionOf(recorded: RecordedSession, target: Correction['target'], field: string, value: number, minute = 0): Correction {
  const { session } = recorded;
  const at = { ...session.startedAt, utcUs: session.startedAt.utcUs + (10 + minute) * 60_000_000 };
  return { id: testId(at.utcUs / 1000), patientId: session.patientId, at, target, field, value, reason: '' };
}

const put = (recorded: Own, correction: Correction) =>
  rig.server.request('PUT', `${patientPath(recorded)}/corrections/${correction.id}`, { as: recorded.patient, json: correction });

async function accepted(recorded: Own, correction: Correction): Promise<void> {
  const answer = await put(recorded, correction);
  expect(answer.status, await answer.text()).toBeLessThan(300);
}

/** The session and its day in every answer that shows them. */
async function everyReader(recorded: Own): Promise<{ summaries: SessionSummary[]; days: DayAggregate[] }> {
  const { session, patient: owner } = recorded;
  const on = `day=${session.localDay}`;
  const list = SessionListItem.array().parse(await get(`${patientPath(recorded)}/sessions`));
  const today = Today.parse(await get(`${patientPath(recorded)}/today?${on}`, owner));
  const patient = PatientDetail.parse(await get(`${patientPath(recorded)}?${on}`));
  const panel = Panel.parse(await get(`/api/v1/patients?${on}`));
  const row = panel.rows.find(({ patientId }) => patientId === session.patientId);
  const summaries = [list, today.sessions, patient.sessions].map((items) => items.find(({ id }) => id === session.id)?.summary);
  const days = [today.days, patient.days, row?.days ?? []].map((strip) => strip.find(({ localDay }) => localDay === session.localDay));
  return { summaries: summaries.map((one) => one as SessionSummary), days: days.map((one) => one as DayAggregate) };
}

describe('effort answered after the session', () => {
  it('shows in every reader with its load, and the analysed summary stays as it was', async () => {
    const recorded = await recordedSession();
    const { summary: analysed } = await complete(recorded);
    expect(analysed.rpeCr10).toBe(6);
    await accepted(recorded, correctionOf(recorded, { type: 'session', id: recorded.session.id }, 'rpeCr10', 2.5));
    await rig.server.background.idle();
    const detail = await detailOf(recorded);
    expect(detail.summary).toEqual({ ...analysed, rpeCr10: 2.5, sessionRpeLoad: 2.5 * 1.5, notRefined: 'nothingToRefine' });
    expect(detail.corrections).toMatchObject([{ field: 'rpeCr10', value: 2.5, valueBefore: 6 }]);
    const { summaries, days } = await everyReader(recorded);
    for (const summary of summaries) expect(summary).toMatchObject({ rpeCr10: 2.5, sessionRpeLoad: 3.75 });
    for (const day of days) expect(day).toMatchObject({ maxRpeCr10: 2.5, maxPainNrs: 6, sessionCount: 1 });
    expect((await complete(recorded)).summary).toEqual(analysed);
  });
});

describe('a corrected answer within a session', () => {
  it('is what readers see, beside what was said first', async () => {
    const recorded = await recordedSession();
    await complete(recorded);
    const event = eventOf(recorded, 'pain', 1);
    await accepted(recorded, correctionOf(recorded, { type: 'sessionEvent', id: event.id }, 'painNrs', 9));
    await accepted(recorded, correctionOf(recorded, { type: 'sessionEvent', id: event.id }, 'painNrs', 4, 1));
    const detail = await detailOf(recorded);
    expect(detail.summary?.pain).toEqual({ first: 3, max: 4, last: 4 });
    expect(detail.events.find(({ id }) => id === event.id)).toMatchObject({ painNrs: 4 });
    expect(detail.corrections.map(({ valueBefore, value }) => [valueBefore, value])).toEqual([
      [6, 9],
      [9, 4],
    ]);
    expect(detail.decisions.length).toBeGreaterThan(0);
  });

  it('cannot turn one kind of event into another, nor leave the scale', async () => {
    const recorded = await recordedSession();
    const [pain, gate] = [eventOf(recorded, 'pain'), recorded.events[0]];
    const refused: [Correction['target'], string, number, string][] = [
      [{ type: 'sessionEvent', id: pain.id }, 'rpeCr10', 3, 'field'],
      [{ type: 'sessionEvent', id: gate.id }, 'painNrs', 3, 'field'],
      [{ type: 'session', id: recorded.session.id }, 'painNrs', 3, 'field'],
      [{ type: 'session', id: recorded.session.id }, 'rpeCr10', 10.5, 'value'],
    ];
    for (const [target, field, value, path] of refused) {
      const answer = await put(recorded, correctionOf(recorded, target, field, value));
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ fields: [{ path }] });
    }
  });
});

const nrs = fc.integer({ min: 0, max: 10 });
const cr10 = fc.integer({ min: 0, max: 20 }).map((half) => half / 2);
/** What is corrected: the first or second pain answer, the effort where it was answered, or the session's effort. */
const someCorrection = fc.oneof(
  fc.record({ of: fc.constantFrom('pain0' as const, 'pain1' as const), value: nrs }),
  fc.record({ of: fc.constantFrom('rpe' as const, 'session' as const), value: cr10 }),
);

describe('any corrections', () => {
  it('give every reader the same values, whatever the order of arrival, before or after the end', async () => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(someCorrection, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 }),
        fc.nat(5),
        async (wanted, order, early) => {
          const recorded = await recordedSession();
          const targets: Record<'pain0' | 'pain1' | 'rpe' | 'session', Correction['target']> = {
            pain0: { type: 'sessionEvent', id: eventOf(recorded, 'pain', 0).id },
            pain1: { type: 'sessionEvent', id: eventOf(recorded, 'pain', 1).id },
            rpe: { type: 'sessionEvent', id: eventOf(recorded, 'rpe').id },
            session: { type: 'session', id: recorded.session.id },
          };
          const corrections = wanted.map(({ of, value }, minute) =>
            correctionOf(recorded, targets[of], of.startsWith('pain') ? 'painNrs' : 'rpeCr10', value, minute),
          );
          const arriving = corrections.map((one, i) => ({ one, key: order[i] })).toSorted((a, b) => a.key - b.key);
          for (const { one } of arriving.slice(0, early)) await accepted(recorded, one);
          const analysed = await complete(recorded);
          expect(analysed.agrees).toBe(true);
          for (const { one } of arriving.slice(early)) await accepted(recorded, one);

          const lastOf = (...kinds: string[]) => wanted.findLast(({ of }) => kinds.includes(of))?.value;
          const [first, last] = [lastOf('pain0') ?? 3, lastOf('pain1') ?? 6];
          const effort = lastOf('rpe', 'session') ?? 6;
          const said = { pain: { first, max: Math.max(first, last), last }, rpeCr10: effort, sessionRpeLoad: effort * 1.5 };
          const { summaries, days } = await everyReader(recorded);
          await rig.server.background.idle();
          const { summary } = await detailOf(recorded);
          expect(summary).toEqual({ ...analysed.summary, ...said, notRefined: 'nothingToRefine' });
          for (const one of summaries) expect(one).toMatchObject(said);
          for (const day of days) expect(day).toMatchObject({ maxPainNrs: said.pain.max, maxRpeCr10: effort, sessionCount: 1 });
          checked += summaries.length + days.length;
        },
      ),
      { numRuns: 20 },
    );
    expect(checked).toBeGreaterThanOrEqual(120);
  });
});
