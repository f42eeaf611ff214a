import { expect, it } from 'vitest';
import { SessionEvent } from '#shared/schema/event.ts';
import { aCheckIn, anId } from '#test/server/clinical/records.ts';
import { morningReadings } from '#web/live/morningReadings.ts';
import { newId } from '#web/store/ids.ts';
import { openStudio } from './studio.ts';

const gateAfter = async (changes: Parameters<typeof aCheckIn>[1], parameters = {}) => {
  const { live, run } = openStudio({ setup: { pacingConfig: { version: 1, parameters } } });
  live.dispatch({ type: 'sensorsReady', usesAngle: false, readings: morningReadings(aCheckIn(anId(), changes)) });
  await run(2);
  const { step, outcome } = live.machine.value;
  return { step, outcome, rule: live.shown.value.decision?.ruleIds[0] ?? null, kind: live.shown.value.decision?.kind ?? null };
};

it('a fever, a very high blood pressure or pulse of this morning ends the session at the gate, with its rule', async () => {
  const blocked = { outcome: 'stopped', kind: 'block' };
  expect(await gateAfter({ temperatureC: 38.4 })).toMatchObject({ ...blocked, rule: 'G3' });
  expect(await gateAfter({ systolicMmHg: 190, diastolicMmHg: 95 })).toMatchObject({ ...blocked, rule: 'G3' });
  expect(await gateAfter({ restingHeartRateBpm: 125 })).toMatchObject({ ...blocked, rule: 'G2' });
});

it('ordinary readings, half a blood pressure and none let it go on', async () => {
  const open = { step: 'gate', outcome: null, rule: null };
  expect(await gateAfter({ temperatureC: 36.8, systolicMmHg: 130, diastolicMmHg: 80, restingHeartRateBpm: 104 })).toMatchObject(open);
  expect(await gateAfter({ systolicMmHg: 190 })).toMatchObject(open);
  expect(await gateAfter({})).toMatchObject(open);
  expect(morningReadings(null)).toEqual([]);
});

it('are judged by the thresholds that the session began with', async () => {
  const own = { G3: { feverC: 37.6 } };
  expect(await gateAfter({ temperatureC: 37.7 }, own)).toMatchObject({ outcome: 'stopped', rule: 'G3' });
  expect(await gateAfter({ temperatureC: 37.7 })).toMatchObject({ outcome: null });
});

it('are events that the record takes', () => {
  const drafts = morningReadings(aCheckIn(anId(), { temperatureC: 36.8, systolicMmHg: 130, diastolicMmHg: 80, restingHeartRateBpm: 61 }));
  expect(drafts).toHaveLength(3);
  for (const draft of drafts) expect(SessionEvent.safeParse({ id: newId(), atUs: 1, ...draft }).success).toBe(true);
});
