import type { Decision } from '#shared/schema/decision.ts';
import type { Session } from '#shared/schema/session.ts';

/** Decisions that a person could follow. What comes from a file was over when it was read: nobody was told to ease off or rest, so no decision is kept. */
export function spoken({ imported }: Pick<Session, 'imported'>, decisions: readonly Decision[]): readonly Decision[] {
  return imported === undefined ? decisions : [];
}
