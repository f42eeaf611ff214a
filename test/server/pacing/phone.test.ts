import { afterEach, beforeEach, expect, it } from 'vitest';
import { phoneDay } from '#shared/pacing/days/phoneDay.ts';
import type { DayState } from '#shared/pacing/days/types.ts';
import { Today } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import { type PacingRig, pacingRig, quietWeek } from './pacingRig.ts';

let rig: PacingRig;
beforeEach(async () => {
  rig = await pacingRig();
});
afterEach(() => rig.close());

it('a phone that went offline says each day what the server says once it has the check-ins', async () => {
  const today = () => rig.ok(Today, 200, 'GET', `/patients/${rig.patientId}/today?day=${rig.day()}`, rig.patient);
  await rig.post(rig.pt, { type: 'painReferenceSet', painReferenceNrs: 3 });
  await rig.plan(20);
  await quietWeek(rig, 20);
  const engine = (await today()).pacing?.engine;
  if (engine === undefined) throw new Error('no engine');
  const checkIns: CheckIn[] = [];
  for (const changes of [{ painNrs: 6 }, { painNrs: 6, flare: true }, { painNrs: null }, { painNrs: 3 }]) {
    rig.nextDay();
    checkIns.push(await rig.checkIn(changes));
    const records = { checkIns, sessions: [], stimulations: [], corrections: [], said: [] };
    const now = { atUs: rig.now().utcUs, localDay: rig.day() };
    const phone = phoneDay({ ...engine, state: engine.state as unknown as DayState }, records, now);
    const { pacing } = await today();
    expect(phone?.dose).toEqual(pacing?.today);
    expect(phone?.decisions.map(({ id, patientText }) => [id, patientText]).sort()).toEqual(
      pacing?.decisions.map(({ id, patientText }) => [id, patientText]).sort(),
    );
  }
});
