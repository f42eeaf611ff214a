import { eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { flag } from '#server/db/schema/decisions.ts';
import { resolveFlag } from '#server/services/flag/resolve.ts';
import { readOpenFlags } from '#server/services/patient/panel/read.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Random } from './random.ts';

/** What the invented PT writes when closing a flag, by the rule that raised it. */
const NOTES: Readonly<Record<string, readonly string[]>> = {
  L1: ['Talked about pace on the phone; the ceiling stays.', 'Warm day, pulse higher than usual. No change.'],
  L2: ['Agreed to split good days into two short rounds.', 'Went through the boom and bust cycle once more; quota stays as it is.'],
  L3: ['Effort settles when the pauses are kept. Watching it.', 'Agreed on a slower second half.'],
  L7: ['Pain was back to usual the next morning. Plan continues.', 'One set less for two days, then as before.'],
  L8: ['Called the same evening: eased overnight, no new signs. Plan continues at the lower quota.'],
  L12: ['Pads moved a little outwards, comfortable since.'],
};
const OTHER = ['Seen, nothing to change.'];

/** The PT reads a patient's open flags and closes each with a note. */
export async function reviewFlags(ctx: Ctx, patientId: Id, random: Random): Promise<void> {
  for (const open of await readOpenFlags(ctx, eq(flag.patientId, patientId))) {
    await resolveFlag(ctx, open.id, random.pick(NOTES[open.decision.ruleIds[0]] ?? OTHER));
  }
}
