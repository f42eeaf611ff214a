import type { Actor, Ctx, PublicCtx } from '#server/context.ts';
import type { Deps } from '#server/deps.ts';
import { newId } from '#server/newId.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Random } from './random.ts';

/** Tokens are this long (server/services/auth/token.ts); ids take fewer bytes. */
const SECRET_BYTES = 32;

/** One person's time through the real services: the clock stands where the invented life is, ids follow from the seed. */
export interface Timeline {
  readonly deps: Deps;
  readonly random: Random;
  goTo(utcUs: number): void;
  newId(): Id;
  visitor(): PublicCtx;
  as(actor: Actor): Ctx;
}

/** Secrets never follow from the seed, or anybody could work out a sign-in token. */
export function timelineOf(real: Deps, random: Random, startUs: number): Timeline {
  let nowUs = startUs;
  const deps: Deps = {
    ...real,
    clock: { nowUs: () => nowUs },
    random: { bytes: (length) => (length >= SECRET_BYTES ? real.random.bytes(length) : random.bytes(length)) },
  };
  const visitor = () => ({ deps, requestId: newId(deps) });
  return {
    deps,
    random,
    goTo(utcUs) {
      nowUs = utcUs;
    },
    newId: () => newId(deps),
    visitor,
    as: (actor) => ({ ...visitor(), actor }),
  };
}
