import type { Ctx } from '#server/context.ts';
import { ENGINE_VERSION } from '#shared/pacing/version.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PhonePacing } from '#shared/schema/pacingApi.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { doseNow, readDecisions } from './get.ts';
import { newestPemAnswers } from './pemAnswers.ts';
import { pacedPatient } from './refresh.ts';

/** What a phone needs to say the dose of this day, and to compute the next ones without network. The caller has checked access to the patient. */
export async function phonePacing(ctx: Ctx, patientId: Id, asked: LocalDay): Promise<PhonePacing> {
  const paced = await pacedPatient(ctx, patientId, asked);
  const { profile, config, state } = paced;
  const [rows, pem] = await Promise.all([readDecisions(ctx, patientId, paced.dose.localDay), newestPemAnswers(ctx, patientId)]);
  return {
    today: doseNow(paced),
    decisions: rows.flatMap(({ decision, withdrawn }) => (withdrawn ? [] : [decision])),
    pemAnsweredDay: pem?.localDay ?? null,
    engine: {
      engineVersion: ENGINE_VERSION,
      config: { ...config.config, parameters: { ...config.config.parameters } },
      profile,
      state: { ...state },
    },
  };
}
