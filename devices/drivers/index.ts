import type { DeviceDefinition } from '#devices/core/types.ts';
import { heartRateStrap } from './heartRateStrap.ts';
import { movellaDot } from './movellaDot.ts';
import { phoneMotion } from './phoneMotion.ts';

/** Every known device, in the order it is offered. */
export const catalogue: readonly DeviceDefinition[] = [heartRateStrap, movellaDot, phoneMotion];

export function deviceById(id: string): DeviceDefinition | null {
  return catalogue.find((definition) => definition.id === id) ?? null;
}

/** Union of all services: what a browser must be asked for up front (optionalServices) to reach them later. */
export function allServices(): readonly string[] {
  return [...new Set(catalogue.flatMap((definition) => definition.services))];
}
