import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Today } from '#shared/schema/api.ts';
import { ProposalAnswer } from '#shared/schema/pacingApi.ts';
import { Plan } from '#shared/schema/plan.ts';
import { Problem } from '#shared/schema/problem.ts';
import { anId, aPlanUpdate } from '#test/server/clinical/records.ts';
import { type PacingRig, pacingRig, quietWeek } from './pacingRig.ts';

let rig: PacingRig;
beforeEach(async () => {
  rig = await pacingRig();
});
afterEach(() => rig.close());

const answerTo = (answer: 'accepted' | 'edited' | 'rejected', changes: Record<string, unknown> = {}) => ({
  id: anId(),
  planId: anId(),
  at: rig.now(),
  answer,
  quotaMinutes: null,
  reason: answer === 'accepted' ? null : 'Holiday next week.',
  ...changes,
});
const pathOf = (proposalId: string) => `/proposals/${encodeURIComponent(proposalId)}/answer`;

/** A plan of 20 min and a quiet week: the day of the first review. */
async function firstReview(): Promise<string> {
  await rig.post(rig.pt, { type: 'painReferenceSet', painReferenceNrs: 3 });
  expect((await rig.plan(20)).status).toBe(201);
  await quietWeek(rig, 20);
  const { proposal } = await rig.pacing();
  return String(proposal?.id);
}

describe('the care loop', () => {
  it('goes from trials to a first quota, a plan, a proposal and the next plan version', async () => {
    await rig.post(rig.pt, { type: 'painReferenceSet', painReferenceNrs: 3 });
    for (const minutes of [20, 25, 30]) {
      await rig.checkIn();
      expect((await rig.post(rig.patient, { type: 'trial', exerciseId: 'walking', minutes })).status).toBe(200);
      rig.nextDay();
    }
    rig.nextDay(4);
    const baseline = await rig.pacing();
    expect(baseline.today).toMatchObject({ state: 'baseline', doseMinutes: null, quotaMinutes: null });
    expect(baseline.proposal).toMatchObject({ ruleId: 'A2', quotaMinutes: 20, answer: null });
    const id = String(baseline.proposal?.id);
    const without = await rig.ok(Problem, 422, 'POST', pathOf(id), rig.pt, answerTo('accepted'));
    expect(without.fields?.map(({ path }) => path)).toEqual(['plan']);
    const { plan: draft } = aPlanUpdate(0, { quotaMinutes: 10, daysPerWeek: 5 });
    const { plan } = await rig.ok(ProposalAnswer, 200, 'POST', pathOf(id), rig.pt, answerTo('accepted', { plan: draft }));
    expect(plan).toMatchObject({ version: 1, quotaMinutes: 20, exercises: [{ durationMinutes: 20 }] });

    await rig.checkIn();
    expect((await rig.pacing()).today).toMatchObject({
      state: 'quota',
      colour: 'green',
      doseMinutes: 20,
      multiplier: 1,
      patientText: null,
    });
    await quietWeek(rig, 20);
    const review = await rig.pacing();
    expect(review.proposal?.quotaMinutes).toBeGreaterThan(20);
    expect(review.proposal?.quotaMinutes).toBeLessThanOrEqual(22);
    expect(review.proposal?.decision).toMatchObject({ kind: 'proposal', counterfactual: { text: expect.stringMatching(/\w/) } });
    expect(review.today.doseMinutes).toBe(20);

    const edited = answerTo('edited', { quotaMinutes: 20.5 });
    const next = await rig.ok(ProposalAnswer, 200, 'POST', pathOf(String(review.proposal?.id)), rig.pt, edited);
    expect(next.plan).toMatchObject({ version: 2, quotaMinutes: 20.5 });
    const after = await rig.pacing();
    expect(after.proposal).toMatchObject({
      answer: 'edited',
      answerReason: 'Holiday next week.',
      quotaMinutes: review.proposal?.quotaMinutes,
    });
    expect(after.proposal?.decision).toEqual(review.proposal?.decision);
    expect(after.today).toMatchObject({ quotaMinutes: 20.5, doseMinutes: 20.5 });
    expect(await rig.ok(Plan, 200, 'GET', `/patients/${rig.patientId}/plan`, rig.patient)).toMatchObject({
      version: 2,
      quotaMinutes: 20.5,
    });
    // The confirmation was lost and the same answer comes again.
    expect(await rig.ok(ProposalAnswer, 200, 'POST', pathOf(String(review.proposal?.id)), rig.pt, edited)).toEqual(next);
  });

  it('takes one answer of two that come at once', async () => {
    const id = await firstReview();
    const sent = [answerTo('accepted'), answerTo('edited', { quotaMinutes: 19 }), answerTo('rejected')];
    const answers = await Promise.all(sent.map((json, i) => rig.send('POST', pathOf(id), i === 1 ? rig.otherPt : rig.pt, json)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 409, 409]);
    const { answer, plan } = ProposalAnswer.parse(await answers[statuses.indexOf(200)].json());
    expect((await rig.pacing()).proposal?.answer).toBe(answer);
    expect((await rig.ok(Plan, 200, 'GET', `/patients/${rig.patientId}/plan`, rig.pt)).version).toBe(plan === null ? 1 : 2);
  });

  it('keeps the quota when the PT rejects, and wants to know why', async () => {
    const id = await firstReview();
    const silent = await rig.ok(Problem, 422, 'POST', pathOf(id), rig.pt, answerTo('rejected', { reason: null }));
    expect(silent.fields?.map(({ path }) => path)).toEqual(['reason']);
    const edited = await rig.ok(Problem, 422, 'POST', pathOf(id), rig.pt, answerTo('edited'));
    expect(edited.fields?.map(({ path }) => path)).toEqual(['quotaMinutes']);
    expect(await rig.ok(ProposalAnswer, 200, 'POST', pathOf(id), rig.pt, answerTo('rejected'))).toMatchObject({ plan: null });
    const after = await rig.pacing();
    expect(after.proposal).toMatchObject({ answer: 'rejected', answerReason: 'Holiday next week.' });
    expect(after.today.quotaMinutes).toBe(20);
    expect((await rig.send('POST', pathOf(id), rig.pt, answerTo('accepted'))).status).toBe(409);
  });

  it('gives the phone the dose of the day with its sentence', async () => {
    await firstReview();
    rig.nextDay();
    await rig.checkIn({ painNrs: 9 });
    const { pacing } = await rig.ok(Today, 200, 'GET', `/patients/${rig.patientId}/today?day=${rig.day()}`, rig.patient);
    expect(pacing?.today).toMatchObject({ colour: 'red', doseMinutes: 16, quotaMinutes: 20, multiplier: 0.8 });
    expect(pacing?.today.patientText).toMatch(/about 16 minutes/);
    expect(pacing?.decisions.map(({ ruleIds }) => ruleIds[0])).toContain('A4');
    expect(JSON.stringify(pacing).length).toBeLessThan(40_000);
  });

  it('puts the PT’s dose beside the engine’s', async () => {
    await firstReview();
    await rig.post(rig.pt, { type: 'doseOverridden', doseMinutes: 12, reason: 'Travels all day.' });
    const { today, override } = await rig.pacing();
    expect(today).toMatchObject({ doseMinutes: 12, engineDoseMinutes: 20, patientText: 'Your PT chose 12 minutes for today.' });
    expect(override).toEqual({ doseMinutes: 12, reason: 'Travels all day.' });
    rig.nextDay();
    expect((await rig.pacing()).override).toBeNull();
  });
});
