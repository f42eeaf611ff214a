import { describe, expect, it } from 'vitest';
import { analyseSession } from '#shared/analysis/session.ts';
import { joinMotion, joinPlaces } from '#shared/import/joinMotion.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { csvFile } from '#test/helpers/csvFile.ts';
import { asDot, kneeSensors, type TwoSensors } from '#test/helpers/kneeRun.ts';
import { imuSamples, imuStream, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import type { CsvAnswers } from '#web/import/csv/questions.ts';
import { csv } from '#web/import/formats/csv.ts';
import { identify, prepare } from '#web/import/prepare.ts';
import { newId } from '#web/store/ids.ts';

const kneeFile = sharedData('motion/knee_right_cutting.csv.gz');
const deg = (rad: number) => (rad * 180) / Math.PI;

/** One sensor's file as the Movella DOT app writes it. */
function dotFile(sensors: TwoSensors, which: 'thigh' | 'shank'): File {
  const lines = Array.from(sensors.timeUs, (timeUs, i) => {
    const [gx, gy, gz, ax, ay, az] = sensors[which].map((axis) => axis[i]);
    return [i, timeUs, ax, ay, az, deg(gx), deg(gy), deg(gz)].join(',');
  });
  return csvFile(`${which}.csv`, [
    'StartTime:,2026-11-02_12:34:28_234',
    'PacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z,Gyr_X,Gyr_Y,Gyr_Z',
    ...lines,
  ]);
}

async function readDot(file: File, bodySite: 'thigh' | 'shank') {
  const options = { fromUs: 0, progress: () => undefined };
  const { questions } = await csv.read(file, { ...options, csv: null });
  const answers = { ...(questions?.answers as CsvAnswers), zone: 'Europe/Vienna', bodySite, side: 'right' as const };
  return (await csv.read(file, { ...options, csv: answers })).found;
}

describe.skipIf(kneeFile === null)(`a knee from two files${kneeFile === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  it('gives the repetitions and the range that the same sensors give when they are recorded', async () => {
    const sensors = asDot(kneeSensors(readCsv(kneeFile ?? '')), 60);
    const found = joinPlaces(
      joinMotion([...(await readDot(dotFile(sensors, 'thigh'), 'thigh')), ...(await readDot(dotFile(sensors, 'shank'), 'shank'))]),
    );
    expect(found).toHaveLength(1);
    expect(found[0].streams.map(({ kind, bodySite }) => [kind, bodySite])).toEqual([
      ['imu', 'thigh'],
      ['imu', 'shank'],
    ]);
    const patientId = newId();
    const setup = { ...kneeSessionInput.setup, planVersion: null };
    const answers = { setup, completed: null, painNrs: null, rpeCr10: null };
    const momentAt = (utcUs: number) => ({ utcUs, offsetMinutes: 60, zone: 'Europe/Vienna' });
    const { summary, chunks } = await prepare(found[0], await identify(found[0], patientId), patientId, answers, momentAt);

    const streams = (['thigh', 'shank'] as const).map((which, i) => ({
      stream: imuStream(10 + i, which),
      samples: imuSamples(sensors, which),
    }));
    const recorded = analyseSession(kneeSessionInput, streams, [], STARTED_US + sensors.timeUs[sensors.timeUs.length - 1]).summary;
    expect(recorded.repetitions.length).toBeGreaterThan(30);
    expect(Math.abs(summary.repetitions.length - recorded.repetitions.length)).toBeLessThanOrEqual(1);
    expect(summary.romMedianDeg as number).toBeCloseTo(recorded.romMedianDeg as number, 0);
    expect(chunks.reduce((sum, { sampleCount }) => sum + sampleCount, 0)).toBe(2 * sensors.timeUs.length);
  });
});
