import { type Outcome, refuse } from '#server/cli/analyze/io.ts';
import { type Decided, decideDays } from '#shared/pacing/decide.ts';
import { decide as decideSession } from '#shared/pacing/engine.ts';
import type { PacingInput } from '#shared/pacing/types.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { LoggedSession, PacingRequest } from './input.ts';

export interface PacingAnswer {
  /** Null when the log holds no events of days. */
  readonly days: Decided | null;
  readonly sessions: readonly { readonly sessionId: string; readonly decisions: readonly Decision[] }[];
  /** All of them in the order of time: days first, then sessions. */
  readonly decisions: readonly (DayDecision | Decision)[];
}

/** Both engines over one log. What the day engine would not read is refused by event and field. */
export function runPacing({ log, profile, config, now }: PacingRequest): Outcome<PacingAnswer> {
  const days = log.events.length === 0 ? null : decideDays(config, profile, log.events, now);
  const refused = days?.refused[0];
  if (refused !== undefined) return refuse(`event ${refused.eventId ?? '?'}: field ${refused.field}: ${refused.message}`);
  const sessions = log.sessions.map((session) => ({
    sessionId: session.sessionId,
    decisions: decideSession(config, session, inputsOf(session)),
  }));
  return {
    ok: true,
    value: { days, sessions, decisions: [...(days?.decisions ?? []), ...sessions.flatMap(({ decisions }) => decisions)] },
  };
}

function inputsOf({ events, ticks, repetitions }: LoggedSession): PacingInput[] {
  return [
    ...events,
    ...ticks.map((tick) => ({ type: 'tick' as const, ...tick })),
    ...repetitions.map((found) => ({ type: 'repetition' as const, ...found })),
  ];
}
