import { cold } from './cold.ts';
import type { TreatmentDefinition } from './define.ts';
import { heat } from './heat.ts';
import { tens } from './tens.ts';

/** Every treatment there is; adding one is a new file and a line here. */
export const treatments: readonly TreatmentDefinition[] = [tens, heat, cold];
