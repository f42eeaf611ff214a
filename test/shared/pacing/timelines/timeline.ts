import type { PacingInput } from '#shared/pacing/types.ts';
import type { SessionSetup } from '#shared/schema/session.ts';

/** A session in words: what happened, and what the engine says when. */
export interface Timeline {
  readonly rule: string;
  /** Given, when, then. */
  readonly words: string;
  readonly log: readonly PacingInput[];
  readonly setup?: Partial<SessionSetup>;
  /** Rule, kind and second of every decision. */
  readonly told: readonly string[];
}
