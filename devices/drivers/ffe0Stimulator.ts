import { defineDevice } from '#devices/core/define.ts';
import { createByteStreamFramer, type FrameLength } from '#devices/core/framer.ts';
import type { DecodeResult } from '#devices/core/types.ts';
import { sigUuid } from '#devices/core/uuid.ts';
import { stimulatorResult, stimulatorStream } from '#devices/profiles/stimulatorValue.ts';

/** Many serial modules use this service: only the answers tell whether a device is one of these. */
export const FFE0_SERVICE = sigUuid(0xffe0);
export const FFE0_SERIAL = sigUuid(0xffe1);

/** 5A, direction (1 to the device, 2 from it), model, command, length, data, sum of all before modulo 256. */
const HEAD = 0x5a;
const HEAD_BYTES = 5;
const FROM_DEVICE = 2;
const INFO = 0x09;
const MAX_DATA = 32;

/** The one question that is documented with its answer; it changes nothing. */
const ASK_INFO = Uint8Array.of(0x5a, 0x01, 0x01, INFO, 0x01, 0x00, 0x66);

export const ffe0FrameLength: FrameLength = (bytes) => {
  if (bytes[0] !== HEAD) return 'none';
  if (bytes.length < HEAD_BYTES) return 'more';
  if (bytes[4] > MAX_DATA) return 'none';
  const length = HEAD_BYTES + bytes[4] + 1;
  if (bytes.length < length) return 'more';
  let sum = 0;
  for (let i = 0; i < length - 1; i++) sum += bytes[i];
  return (sum & 0xff) === bytes[length - 1] ? length : 'none';
};

const MAX_MINUTES = 120;

/** One whole frame. Info: an unknown byte, then the minutes that are left, big-endian. */
function decodeFrame(frame: Uint8Array): DecodeResult {
  if (ffe0FrameLength(frame) !== frame.length) return { ok: false, reason: 'no 5A frame' };
  if (frame[1] !== FROM_DEVICE) return { ok: true, streams: [], notes: ['an echo of our own question'] };
  if (frame[3] !== INFO) return { ok: true, streams: [], notes: [`command ${frame[3]} is not read`] };
  if (frame[4] !== 3) return { ok: false, reason: `info has 3 bytes, not ${frame[4]}` };
  const minutes = (frame[6] << 8) | frame[7];
  if (minutes > MAX_MINUTES) return { ok: false, reason: `${minutes} minutes left are not possible` };
  return stimulatorResult({ reading: { remainingS: minutes * 60 }, sample: { stream: 'remaining', count: minutes * 60 } });
}

/** The FFE0 "5A" family of muscle stimulators: how many minutes are left. Only asked, never set. */
export const ffe0Stimulator = defineDevice({
  id: 'ffe0Stimulator',
  vendor: 'Several',
  model: 'Stimulator with the FFE0 5A protocol',
  kind: 'stimulator',
  match: { services: [FFE0_SERVICE], namePrefixes: [] },
  status: 'reverseEngineered',
  sources: ['FFE0 5A protocol description with example frames (info question and answer, checksum)'],
  capabilities: [
    {
      services: [FFE0_SERVICE],
      streams: [stimulatorStream('remaining', 's')],
      characteristics: [
        {
          service: FFE0_SERVICE,
          characteristic: FFE0_SERIAL,
          mode: 'notify',
          decode: decodeFrame,
          createFramer: () => createByteStreamFramer(ffe0FrameLength, HEAD_BYTES + MAX_DATA + 1),
          optional: false,
        },
      ],
    },
  ],
  start: [],
  stop: [],
  poll: {
    everyMs: 10_000,
    steps: [{ type: 'write', service: FFE0_SERVICE, characteristic: FFE0_SERIAL, bytes: ASK_INFO, response: true, optional: true }],
  },
  safety: { stimulator: true, control: 'none', queries: [ASK_INFO] },
});
