import type { DeviceErrorCode } from './types.ts';

/** The only exception that leaves devices/. `code` is closed; the foreign error, if any, is the cause. */
export class DeviceError extends Error {
  readonly code: DeviceErrorCode;
  constructor(code: DeviceErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DeviceError';
    this.code = code;
  }
}

/** Names of DOMExceptions that browsers raise around Web Bluetooth and motion sensors, and what they mean to us. */
const CODE_BY_NAME: Readonly<Record<string, DeviceErrorCode>> = {
  AbortError: 'cancelled',
  InvalidStateError: 'disconnected',
  NetworkError: 'disconnected',
  NotAllowedError: 'permissionDenied',
  NotSupportedError: 'unsupported',
  SecurityError: 'permissionDenied',
  TimeoutError: 'operationTimeout',
};

/**
 * Maps any thrown value to a DeviceError; one that already is passes through. NotFoundError means two things: a closed chooser while
 * choosing, a missing service later, so the caller says which.
 */
export function toDeviceError(error: unknown, doing: string, notFound: DeviceErrorCode = 'serviceMissing'): DeviceError {
  if (error instanceof DeviceError) return error;
  const name = error instanceof Error ? error.name : '';
  const code = name === 'NotFoundError' ? notFound : (CODE_BY_NAME[name] ?? 'unknown');
  const text = error instanceof Error ? error.message : String(error);
  return new DeviceError(code, `${doing}: ${text}`, error);
}
