import { describe, expect, it } from 'vitest';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { DOT_SYNC, dotAddress, dotMessage, dotSyncState } from '#devices/profiles/movellaDotSync.ts';
import { DOT_LONG_PAYLOAD, DOT_SHORT_PAYLOAD } from '#devices/profiles/movellaDotUuids.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { conversation, hexOf, writtenBytes } from './conversation.ts';
import { decodeOnce, expectResult, motionVectors } from './motionVectors.ts';
import { bytesOf, sharedVectors } from './sharedVectors.ts';

/** deg/s, as in the packet. */
type Expected = {
  readonly tUs: number;
  readonly wxyz: readonly number[];
  readonly acc?: readonly number[];
  readonly gyr?: readonly number[];
};
const reference = sharedVectors<Expected>('movella-dot')?.filter((vector) => vector.stream.startsWith('mode')) ?? null;
const own = motionVectors('movellaDot');
const payloads = own.filter((vector) => vector.stream.startsWith('mode'));
const rest = bytesOf(own[0].hex);

describe('Movella DOT', () => {
  it.skipIf(reference === null)(`reads the reference packets (${NO_SHARED_DATA} if skipped)`, () => {
    for (const { stream, hex, expect: wanted } of reference!) {
      const short = stream.startsWith('mode 5');
      expectResult(movellaDot, decodeOnce(movellaDot, short ? DOT_SHORT_PAYLOAD : DOT_LONG_PAYLOAD, bytesOf(hex)), {
        notes: [],
        streams: [
          {
            stream: short ? 'orientation' : 'imu',
            deviceUs: [wanted.tUs],
            values: {
              ...(wanted.acc && { acceleration: [wanted.acc] }),
              ...(wanted.gyr && { angularRate: [wanted.gyr.map((deg) => (deg * Math.PI) / 180)] }),
              quaternionWxyz: [wanted.wxyz],
            },
          },
        ],
      });
    }
    expect(reference).toHaveLength(2);
  });

  it('refuses every truncation and extension of every payload', () => {
    let checked = 0;
    for (const { hex, characteristic } of payloads) {
      const bytes = bytesOf(hex);
      for (let length = 0; length <= bytes.length + 3; length++) {
        if (length === bytes.length) continue;
        const other = new Uint8Array(length);
        other.set(bytes.subarray(0, length));
        expect(decodeOnce(movellaDot, characteristic, other).ok).toBe(false);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(140);
  });

  it('stores no value that is no number, and no orientation that is no rotation', () => {
    const notANumber = rest.slice();
    notANumber.set([0, 0, 0xc0, 0x7f], 20);
    expect(decodeOnce(movellaDot, DOT_LONG_PAYLOAD, notANumber)).toEqual({
      ok: false,
      reason: 'mode 26 with a value that is not a number',
    });
    const half = rest.slice();
    half.set([0, 0, 0, 0x3f], 4);
    expect(decodeOnce(movellaDot, DOT_LONG_PAYLOAD, half)).toEqual({
      ok: false,
      reason: 'mode 26 with a quaternion that is no rotation',
    });
    half.set([0, 0, 0, 0], 4);
    expect(decodeOnce(movellaDot, DOT_LONG_PAYLOAD, half).ok).toBe(true);
  });

  it('is started and stopped by these bytes', () => {
    const rate = (hex: string) => `10 ${'00 '.repeat(23)}${hex} 00 ${'00 '.repeat(5)}00`;
    expect(conversation(movellaDot)).toEqual({ start: [rate('3C'), '01 01 1A'], stop: ['01 00 1A'] });
    expect(conversation(movellaDot, { mode: 5, rate: 20 })).toEqual({ start: [rate('14'), '01 01 05'], stop: ['01 00 05'] });
    expect(() => conversation(movellaDot, { mode: 25 })).toThrow(RangeError);
    expect(() => conversation(movellaDot, { rate: 120 })).toThrow(RangeError);
  });

  it('blinks, and resets and reverts its heading, by these', () => {
    expect(writtenBytes(movellaDot.identify as []).map(hexOf)).toEqual([`01 01 ${'00 '.repeat(29)}00`]);
    expect(movellaDot.actions.map(({ key, steps }) => [key, ...writtenBytes(steps).map(hexOf)])).toEqual([
      ['resetHeading', '01 00'],
      ['revertHeading', '07 00'],
    ]);
  });

  it('is brought into step with another by the messages of the specification', () => {
    const information = bytesOf(own.find((vector) => vector.stream.startsWith('device information'))!.hex);
    const root = dotAddress(information)!;
    expect(writtenBytes(DOT_SYNC.begin(root)).map(hexOf)).toEqual(['02 07 01 CC BB AA CD 22 D4 02']);
    expect(writtenBytes(DOT_SYNC.end).map(hexOf)).toEqual(['02 01 02 FB']);
    expect(hexOf(dotMessage(2, [8]))).toBe('02 01 08 F5');
    expect(dotAddress(information.subarray(1))).toBeNull();
    const says = (hex: string) => dotSyncState(bytesOf(hex));
    expect(['02 02 03 00 F9', '02 02 51 04 A7', '02 02 51 09 A2', '02 02 03 01 F8'].map(says)).toEqual([
      'begun',
      'synced',
      'notSynced',
      'failed',
    ]);
    // A wrong sum, a cut frame, the state of recording.
    expect(['02 02 03 00 F8', '02 02 51', '01 03 01 06 02 F3'].map(says)).toEqual([null, null, null]);
  });
});
