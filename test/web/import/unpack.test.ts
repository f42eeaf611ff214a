import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fitFile } from '#test/helpers/fitFile.ts';
import { formatOf } from '#web/import/formats/index.ts';
import { unpack } from '#web/import/unpack.ts';

const text = (words: string) => new TextEncoder().encode(words);
const activity = fitFile({ startMs: Date.UTC(2026, 2, 1, 8), seconds: 60, heartRateBpm: () => 90 });
const named = async (file: File) => (await unpack(file)).map((each) => [each.file.name, each.file.size, each.archive]);
const fileOf = (name: string, bytes: Uint8Array) => new File([bytes.slice()], name);

describe('packed files', () => {
  it('gives the FIT file of a zip as Garmin hands it out, byte for byte', async () => {
    const [{ file, archive }] = await unpack(fileOf('123.zip', zipSync({ '123_ACTIVITY.fit': activity }, { level: 9 })));
    expect([file.name, archive, (await formatOf(file))?.id]).toEqual(['123_ACTIVITY.fit', true, 'fit']);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(activity);
  });

  it('takes stored and deflated tables out of folders, and leaves aside what is none', async () => {
    const archive = zipSync({
      'walk/Gyroscope.csv': [text('time,x\n1,2'), { level: 0 }],
      'walk/TotalAcceleration.csv': text('time,x\n1,2\n'),
      'walk/photo.jpg': text('no'),
      '__MACOSX/walk/Gyroscope.csv': text('no'),
    });
    expect(await named(fileOf('walk.zip', archive))).toEqual([
      ['Gyroscope.csv', 10, true],
      ['TotalAcceleration.csv', 11, true],
    ]);
  });

  it('opens gzip, and leaves a health export, other files and hurt archives as they are', async () => {
    expect(await named(fileOf('ride.fit.gz', gzipSync(activity)))).toEqual([['ride.fit', activity.length, false]]);
    const health = fileOf(
      'export.zip',
      zipSync({ 'apple_health_export/export.xml': text('<HealthData/>'), 'notes.csv': text('a,b\n1,2') }),
    );
    const cutGzip = fileOf('cut.fit.gz', gzipSync(activity).subarray(0, 60));
    const cutZip = fileOf('cut.zip', zipSync({ 'a.fit': activity }).subarray(0, 300));
    for (const file of [health, cutGzip, cutZip, fileOf('a.fit', activity)]) expect((await unpack(file))[0].file).toBe(file);
  });

  it('does not let a small file grow without bound', async () => {
    const bomb = fileOf('bomb.zip', zipSync({ 'a.csv': new Uint8Array(65 << 20) }, { level: 1 }));
    expect(bomb.size).toBeLessThan(1 << 20);
    expect((await unpack(bomb))[0].file).toBe(bomb);
  });
});
