import type { Policy } from '#test/simulation/policy.ts';
import { acuteChronic } from './acuteChronic.ts';
import { boomBust } from './boomBust.ts';
import { FRONTIER, fixedRise } from './openLoop.ts';
import { oracle } from './oracle.ts';
import { pacingEngine } from './pacingEngine.ts';

/** In the order of the tables. */
export const POLICIES: readonly Policy[] = [boomBust, fixedRise, acuteChronic, ...FRONTIER, pacingEngine, oracle];
