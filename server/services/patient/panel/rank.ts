import type { PacingFacts } from '#server/services/pacing/panelFacts.ts';
import { minutesText } from '#shared/pacing/days/define.ts';
import type { Flag, PanelRow } from '#shared/schema/api.ts';
import { dayInWords, isImproving, missedSessions, type PanelInput, romLossPct, worstRecent } from './facts.ts';

export interface Ranking {
  readonly attention: PanelRow['attention'];
  /** One sentence for the PT. */
  readonly why: string;
  /** Sort key, lower = sooner: place in the default ranking (product.md, PT panel), then the severity of the worst flag. */
  readonly order: readonly [place: number, severity: number];
}

/** Decisions that stop training until the PT has spoken. */
const URGENT: ReadonlySet<string> = new Set(['emergency', 'block']);
/** Rules on pain and effort (pacing.md: L3, L7, L8) and boom/bust (A5). */
const PAIN_OR_EFFORT = new Set(['L3', 'L7', 'L8']);

/** Mornings of 14 days that are worth a look, and soon (pacing.md, A3: the counts that lower a quota). */
const SORE_MORNINGS = 5;
const RED_MORNINGS = 3;

/**
 * Ranks one patient: emergency or suspended > pain >= 7 or RPE >= 9 or a stop > two boom/bust events or three red mornings in 14 days >
 * three missed sessions > ROM loss > other open flags > a quota that waits for an answer > five sore mornings > silent sensor > improving >
 * steady.
 */
export function rankPatient(input: PanelInput): Ranking {
  const today = input.days.at(-1)?.localDay ?? '';
  const flags = input.openFlags.toSorted((a, b) => b.severity - a.severity || b.openedAtUs - a.openedAtUs);
  const worst = flags.at(0) ?? null;
  const at = (attention: PanelRow['attention'], place: number, why: string): Ranking => ({
    attention,
    why,
    order: [place, -(worst?.severity ?? 0)],
  });

  const urgent = flags.find((flag) => URGENT.has(flag.decision.kind));
  if (urgent)
    return at('now', 0, `${sentence(urgent)}${input.suspendedReason === null ? '' : ' Exercise is suspended until you clear it.'}`);
  if (input.suspendedReason !== null) return at('now', 0, `Exercise is suspended: ${input.suspendedReason}`);
  if (input.pacing?.suspended) return at('now', 0, 'A red flag is not cleared: exercise is suspended until you clear it.');

  const recent = worstRecent(input);
  if (recent.painNrs !== null && recent.painNrs >= 7) return at('today', 1, `Pain ${recent.painNrs} ${dayInWords(recent.painDay, today)}.`);
  if (recent.rpeCr10 !== null && recent.rpeCr10 >= 9)
    return at('today', 1, `Effort ${recent.rpeCr10} of 10 ${dayInWords(recent.rpeDay, today)}.`);
  const hard = flags.find((flag) => flag.decision.kind === 'stop' || flag.decision.ruleIds.some((id) => PAIN_OR_EFFORT.has(id)));
  if (hard) return at('today', 1, sentence(hard));

  const { pacing } = input;
  const booms = pacing?.boomBustEvents ?? 0;
  if (booms >= 2) return at('today', 2, `${inWords(booms)} booms in 14 days, each followed by a poor day.`);
  if (pacing !== null && pacing.reds >= RED_MORNINGS) return at('today', 2, soreWords(pacing));

  const missed = missedSessions(input);
  if (missed >= 3) return at('look', 3, `${missed} of ${input.daysPerWeek} planned sessions did not take place in the last 7 days.`);

  const lossPct = romLossPct(input.days);
  if (lossPct !== null) return at('look', 4, `Range of motion is ${lossPct} % smaller than before.`);

  if (worst) return at('look', 5, sentence(worst));
  if (pacing?.waiting) return at('look', 6, waitingWords(pacing.waiting));
  if (pacing !== null && pacing.ambers + pacing.reds >= SORE_MORNINGS) return at('look', 7, soreWords(pacing));
  if (input.silentDays !== null && input.silentDays >= 7) return at('look', 8, `Nothing heard for ${input.silentDays} days.`);
  if (input.silentDays === null && input.knownDays >= 7) return at('look', 8, 'Has not signed in yet.');
  if (input.daysPerWeek === null) return at('look', 8, 'Has no plan yet.');
  if (isImproving(input.days)) return at('steady', 9, 'More minutes than the week before, with mornings no worse.');
  return at('steady', 10, steadyWords(input));
}

/** The decision's words for the PT, closed with a full stop. */
const sentence = (flag: Flag) => flag.decision.ptText.replace(/[.\s]*$/, '.');

const inWords = (count: number) => ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'][count] ?? String(count);

const soreWords = ({ ambers, reds }: PacingFacts) => `${reds} red and ${ambers} amber mornings in the last 14 days.`;

function waitingWords({ quotaMinutes, currentMinutes }: NonNullable<PacingFacts['waiting']>): string {
  const proposed = minutesText(quotaMinutes);
  return currentMinutes === null
    ? `A first quota of ${proposed} min waits for your answer.`
    : `A quota of ${proposed} min instead of ${minutesText(currentMinutes)} waits for your answer.`;
}

function steadyWords(input: PanelInput): string {
  const done = input.days.filter((day) => day.sessionCount > 0).length;
  return done === 0 ? 'No session in the last 14 days.' : `Exercised on ${done} of the last 14 days, nothing unusual.`;
}

/** Orders rows by ranking; patients of the same rank keep the order they came in. */
export function compareRankings(a: Ranking, b: Ranking): number {
  return a.order[0] - b.order[0] || a.order[1] - b.order[1];
}
