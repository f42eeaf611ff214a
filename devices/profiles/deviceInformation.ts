import type { Capability } from '#devices/core/define.ts';
import type { CharacteristicUse, DecodeResult, DeviceFacts } from '#devices/core/types.ts';
import { DEVICE_INFORMATION_SERVICE, FIRMWARE_REVISION, MANUFACTURER_NAME, MODEL_NUMBER } from '#devices/core/uuid.ts';

const MAX_TEXT = 60;

/** UTF-8, often padded with NUL; null when nothing readable is left. */
export function decodeText(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes);
  const end = text.indexOf('\0');
  const clean = (end < 0 ? text : text.slice(0, end)).trim().slice(0, MAX_TEXT);
  return clean === '' ? null : clean;
}

function textUse(characteristic: string, fact: (text: string) => DeviceFacts): CharacteristicUse {
  const decode = (bytes: Uint8Array): DecodeResult => {
    const text = decodeText(bytes);
    return text === null ? { ok: false, reason: 'empty text' } : { ok: true, streams: [], notes: [], facts: fact(text) };
  };
  return { service: DEVICE_INFORMATION_SERVICE, characteristic, mode: 'read', decode, optional: true };
}

/** Maker, model, firmware (Device Information Service 1.1). The serial number is blocked in browsers and would identify a person. */
export function deviceInformation(): Capability {
  return {
    services: [DEVICE_INFORMATION_SERVICE],
    streams: [],
    characteristics: [
      textUse(MANUFACTURER_NAME, (manufacturer) => ({ manufacturer })),
      textUse(MODEL_NUMBER, (modelNumber) => ({ modelNumber })),
      textUse(FIRMWARE_REVISION, (firmware) => ({ firmware })),
    ],
  };
}
