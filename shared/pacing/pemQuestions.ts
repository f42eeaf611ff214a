import { z } from 'zod';

/**
 * The five questions of the DePaul Symptom Questionnaire - Post-Exertional Malaise: Cotler et al. 2018, Diagnostics 8(3):66,
 * doi:10.3390/diagnostics8030066. Frequency 0 none of the time to 4 all of the time, severity 0 not present to 4 very severe.
 */
export const PEM_QUESTIONS = [
  'A dead, heavy feeling after starting to exercise',
  'Sore or tired the next day after everyday activities that are not strenuous',
  'Mentally tired after the slightest effort',
  'Physically tired from the least exercise',
  'Physically drained or sick after mild activity',
] as const;

const grade = z.int().min(0).max(4);
export const PemAnswer = z.object({ frequency: grade, severity: grade });
export type PemAnswer = z.infer<typeof PemAnswer>;
export const PemAnswers = z.array(PemAnswer).length(PEM_QUESTIONS.length);

/** The questionnaire's cut-off: about half of the time, and moderate. */
const CUT_OFF = 2;

/** Questions at the cut-off in frequency and severity. One is enough for the questionnaire to point to PEM; the PT makes the screen. */
export function pemPositives(answers: readonly PemAnswer[]): number {
  return answers.filter(({ frequency, severity }) => frequency >= CUT_OFF && severity >= CUT_OFF).length;
}
