import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PacingConfigAnswer, PacingConfigVersion } from '#shared/schema/pacingApi.ts';
import { Problem } from '#shared/schema/problem.ts';
import { type PacingRig, pacingRig } from './pacingRig.ts';

let rig: PacingRig;
beforeAll(async () => {
  rig = await pacingRig();
  await rig.post(rig.pt, { type: 'painReferenceSet', painReferenceNrs: 3 });
  await rig.plan(20);
});
afterAll(() => rig.close());

const ofPatient = () => `/patients/${rig.patientId}/pacing-config`;
const fieldsOf = async (path: string, json: unknown) =>
  (await rig.ok(Problem, 422, 'PUT', path, rig.pt, json)).fields?.map((field) => field.path);

describe('pacing thresholds', () => {
  it('hold from the day they are saved on; days before stay as they were decided', async () => {
    await rig.checkIn({ painNrs: 6 });
    expect((await rig.pacing()).today.colour).toBe('amber');
    rig.nextDay();
    const saved = { baseVersion: 0, parameters: { A1: { amberRiseNrs: 3.4 } } };
    const answer = await rig.ok(PacingConfigAnswer, 200, 'PUT', ofPatient(), rig.pt, saved);
    expect(answer).toMatchObject({ clinic: { version: 0 }, patient: { version: 1, parameters: saved.parameters } });
    await rig.checkIn({ painNrs: 6 });
    const { today, decisions, configHash } = await rig.pacing();
    expect(today.colour).toBe('green');
    expect(configHash).toBe(answer.configHash);
    expect(decisions.filter(({ ruleIds }) => ruleIds[0] === 'A1')).toMatchObject([
      { changedBecause: null, ptText: expect.stringMatching(/amber/) },
    ]);
  });

  it('are refused by name: out of range, out of order, and where a patient’s own no longer fit the clinic’s', async () => {
    expect(await fieldsOf('/pacing-config', { baseVersion: 0, parameters: { A3: { risePct: 40 } } })).toEqual(
      expect.arrayContaining(['clinic.parameters.A3.risePct']),
    );
    expect(await fieldsOf(ofPatient(), { baseVersion: 1, parameters: { A1: { amberRiseNrs: 4 } } })).toEqual([
      'patient.parameters.A1.amberRiseNrs',
    ]);
    expect(await fieldsOf('/pacing-config', { baseVersion: 0, parameters: { A1: { redRiseNrs: 3 } } })).toEqual([
      'patient.parameters.A1.amberRiseNrs',
    ]);
    expect(await fieldsOf(ofPatient(), { baseVersion: 1, parameters: { Z9: { x: 1 } } })).toEqual(['patient.parameters.Z9']);
  });

  it('of two writers on the same version one has to look again', async () => {
    const json = { baseVersion: 0, parameters: { A3: { risePct: 4 } } };
    const statuses = await Promise.all([rig.pt, rig.otherPt].map(async (as) => (await rig.send('PUT', '/pacing-config', as, json)).status));
    expect(statuses.toSorted()).toEqual([200, 409]);
    const { effective } = await rig.ok(PacingConfigAnswer, 200, 'GET', ofPatient(), rig.patient);
    expect(effective.parameters).toEqual({ A1: { amberRiseNrs: 3.4 }, A3: { risePct: 4 } });
    expect((await rig.send('PUT', ofPatient(), rig.patient, { baseVersion: 1, parameters: {} })).status).toBe(403);
  });

  it('show every version with its day and who saved it, newest first, to staff only', async () => {
    const versions = z.array(PacingConfigVersion);
    const before = await rig.ok(versions, 200, 'GET', `${ofPatient()}/versions`, rig.pt);
    await rig.ok(PacingConfigAnswer, 200, 'PUT', ofPatient(), rig.pt, { baseVersion: before.length, parameters: {} });
    const after = await rig.ok(versions, 200, 'GET', `${ofPatient()}/versions`, rig.otherPt);
    expect(after.slice(1)).toEqual(before);
    expect(after[0]).toMatchObject({ version: before.length + 1, fromDay: rig.day(), parameters: {}, byName: expect.stringMatching(/\w/) });
    expect(after[1]).toMatchObject({ version: 1, parameters: { A1: { amberRiseNrs: 3.4 } } });
    expect(await rig.ok(versions, 200, 'GET', '/pacing-config/versions', rig.pt)).toMatchObject([
      { version: 1, parameters: { A3: { risePct: 4 } } },
    ]);
    for (const path of [`${ofPatient()}/versions`, '/pacing-config/versions'])
      expect((await rig.send('GET', path, rig.patient)).status).toBe(403);
  });
});
