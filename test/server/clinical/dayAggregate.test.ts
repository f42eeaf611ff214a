import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDay } from '#server/services/patient/dayAggregate.ts';
import { DayAggregate } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, type TestServer } from '#test/helpers/server.ts';
import { aCheckIn, aCorrection, aStimulation, momentAt } from './records.ts';

let server: TestServer;
let clinicId = '';
beforeAll(async () => {
  server = await startTestServer();
  clinicId = await seedClinic(server);
});
afterAll(() => server.close());

const nrs = fc.option(fc.integer({ min: 0, max: 10 }), { nil: null });
const flare = fc.option(fc.boolean(), { nil: null });
/** A day as it was lived: check-ins at different minutes, TENS uses, and corrections of check-ins by index. */
const dayOfRecords = fc.record({
  checkIns: fc.uniqueArray(fc.record({ minute: fc.integer({ min: 0, max: 120 }), painNrs: nrs, flare }), {
    selector: (entry) => entry.minute,
    minLength: 1,
    maxLength: 3,
  }),
  tens: fc.array(fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }), { maxLength: 3 }),
  corrections: fc.uniqueArray(fc.record({ minute: fc.integer({ min: 121, max: 150 }), of: fc.nat(2), painNrs: nrs }), {
    selector: (entry) => entry.minute,
    maxLength: 3,
  }),
  order: fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 }),
});

/** The same in a few plain lines: latest check-in of the day, latest correction of it, sum of finished TENS uses. */
function expected(checkIns: readonly CheckIn[], corrections: readonly Correction[], uses: readonly Stimulation[]): Partial<DayAggregate> {
  const latest = checkIns.toSorted((a, b) => a.at.utcUs - b.at.utcUs).at(-1) as CheckIn;
  const correction = corrections
    .filter((one) => one.target.id === latest.id)
    .toSorted((a, b) => a.at.utcUs - b.at.utcUs)
    .at(-1);
  const minutes = uses.map((use) => (use.endedAt === null ? 0 : (use.endedAt.utcUs - use.startedAt.utcUs) / 60_000_000));
  return {
    morningPainNrs: correction ? (correction.value as number | null) : latest.painNrs,
    flare: latest.flare,
    tensMinutes: minutes.reduce((sum, one) => sum + one, 0),
  };
}

const shuffled = <T>(items: readonly T[], order: readonly number[]): T[] =>
  items
    .map((item, i) => ({ item, key: order[i % order.length] }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);

async function put(as: SeededActor, kind: string, record: { id: string }): Promise<void> {
  const answer = await server.request('PUT', `/api/v1/patients/${as.patientId}/${kind}/${record.id}`, { as, json: record });
  expect(answer.status, await answer.text()).toBeLessThan(300);
}

describe('day aggregate', () => {
  it('follows from the records of the day, in whatever order and however often they arrive', async () => {
    let days = 0;
    await fc.assert(
      fc.asyncProperty(dayOfRecords, async ({ checkIns, tens, corrections, order }) => {
        days += 1;
        const patient = await seedActor(server, clinicId, 'patient');
        const patientId = String(patient.patientId);
        const mornings = checkIns.map(({ minute, ...answers }) => aCheckIn(patientId, { ...answers, at: momentAt(minute) }));
        const uses = tens.map((minutes) => aStimulation(patientId, { endedAt: minutes === null ? null : momentAt(minutes) }));
        const fixes = corrections.map(({ minute, of, painNrs }) => ({
          ...aCorrection(patientId, { type: 'checkIn', id: mornings[of % mornings.length].id }, 'painNrs', painNrs),
          at: momentAt(minute),
        }));
        const records = [
          ...mornings.map((record) => ['check-ins', record] as const),
          ...uses.map((record) => ['stimulations', record] as const),
        ];
        for (const [kind, record] of shuffled([...records, records[0]], order)) await put(patient, kind, record);
        for (const record of shuffled([...fixes, ...fixes.slice(0, 1)], order)) await put(patient, 'corrections', record);
        const { rows } = await server.deps.store.query({ sql: 'select body from day_aggregate where "patientId" = ?', args: [patientId] });
        expect(rows).toHaveLength(1);
        const kept = DayAggregate.parse(JSON.parse(String(rows[0][0])));
        expect(kept).toEqual({ ...emptyDay('2026-03-02'), ...expected(mornings, fixes, uses) });
      }),
      { numRuns: 40 },
    );
    expect(days).toBeGreaterThanOrEqual(40);
  });
});
