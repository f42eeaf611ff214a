import type { Framer } from '#devices/core/framer.ts';

const RESPONSE = 0xf0;
/** Response code, operation, type, status, and whether more follows. */
const HEAD_BYTES = 5;
/** Settings take tens of bytes; what grows beyond this is no answer. */
const MAX_BYTES = 1024;

const follows = (bytes: Uint8Array): boolean => bytes[0] === RESPONSE && bytes[3] === 0 && (bytes[4] ?? 0) !== 0;

/**
 * Joins answers of a control point that come in pieces: each repeats the head, whose last byte says whether more follows, and the
 * parameters are one after the other (polar-ble-sdk, BlePMDClient.sendPmdCommand). The joined answer's last byte says that it is whole.
 * What is no answer (features, streams the sensor stopped) passes at once; pieces whose rest never comes pass as they are with the next answer.
 */
export function createPolarAnswerFramer(): Framer {
  let held: Uint8Array | null = null;
  return {
    push(bytes) {
      if (bytes[0] !== RESPONSE) return { frames: [bytes.slice()], skippedBytes: 0 };
      const frames: Uint8Array[] = [];
      const continues = held !== null && bytes.length >= HEAD_BYTES && bytes[1] === held[1] && bytes[2] === held[2] && bytes[3] === 0;
      let answer = bytes.slice();
      if (held !== null && continues) {
        answer = Uint8Array.of(...held, ...bytes.subarray(HEAD_BYTES));
        answer[HEAD_BYTES - 1] = bytes[HEAD_BYTES - 1];
      } else if (held !== null) frames.push(held);
      held = follows(answer) && answer.length < MAX_BYTES ? answer : null;
      if (held === null) frames.push(answer);
      return { frames, skippedBytes: 0 };
    },
  };
}
