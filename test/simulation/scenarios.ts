import type { Options } from './options.ts';
import { POLICIES } from './policies/index.ts';
import { oracle } from './policies/oracle.ts';
import { pacingEngine } from './policies/pacingEngine.ts';
import type { Job } from './pool.ts';
import { BASE_WORLD, MALAISE_WORLD, NULL_WORLD, randomWorld, type World } from './world.ts';

/** Readings this far off are near to none. */
const POOR_BACKGROUND_ERROR_SD = 0.4;

/** The named worlds, then the random ones. */
export function scenarios({ seed, worlds, patients, backgroundErrorSd, policies }: Options): { named: Job[]; random: Job[] } {
  const observed = (world: World, change: Partial<World['observation']> = {}): World => ({
    ...world,
    observation: { ...world.observation, backgroundErrorSd, ...change },
  });
  const job = (world: World, ids: readonly string[]): Job => ({ world, seed, patients, policies: ids });
  const all = POLICIES.map(({ id }) => id).filter((id) => policies.includes(id));
  const few = [pacingEngine.id, oracle.id].filter((id) => policies.includes(id));
  return {
    named: [
      job(observed(BASE_WORLD), all),
      job({ ...observed(BASE_WORLD, { backgroundErrorSd: POOR_BACKGROUND_ERROR_SD }), name: 'background error 40 %' }, few),
      job({ ...observed(BASE_WORLD, { present: false }), name: 'nothing worn, no ratings' }, few),
      job({ ...observed(BASE_WORLD, { informative: false }), name: 'worthless observations' }, few),
      job(observed(NULL_WORLD), all),
      job(observed(MALAISE_WORLD), all),
    ],
    random: Array.from({ length: worlds }, (_, index) => job(observed(randomWorld(seed, index)), few)),
  };
}
