import type { Deps } from '#server/deps.ts';
import { type Id, uuidV7 } from '#shared/schema/id.ts';

/** Identity of a record the server makes. */
export function newId(deps: Pick<Deps, 'clock' | 'random'>): Id {
  return uuidV7(Math.floor(deps.clock.nowUs() / 1000), deps.random.bytes(10));
}
