import { createHash } from 'node:crypto';
import { type Id, uuidV7 } from '#shared/schema/id.ts';

/**
 * Id of an event that follows from a record: the same record gives the same id, so that deriving it again adds nothing. The time in it is
 * that of `base`, the record's own id.
 */
export function derivedId(base: Id, ...parts: readonly (string | number)[]): Id {
  const unixMs = Number.parseInt(base.slice(0, 8) + base.slice(9, 13), 16);
  return uuidV7(
    unixMs,
    createHash('sha256')
      .update([base, ...parts].join(':'))
      .digest(),
  );
}
