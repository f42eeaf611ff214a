import type { Decision } from '#shared/schema/decision.ts';
import type { DoctorSymptom, RedFlag, SessionEvent } from '#shared/schema/event.ts';
import { pacingRules } from './index.ts';
import { DOCTOR_SYMPTOM_WORDS, doctorToday } from './rules/doctorToday.ts';
import { RED_FLAG_WORDS, redFlag } from './rules/redFlag.ts';

const SUSPENDING: ReadonlySet<string> = new Set(pacingRules.filter((rule) => rule.suspends).map(({ id }) => id));

/** The first decision after which exercise stays suspended until the PT clears it; undefined when there is none. */
export function suspendingDecision(decisions: readonly Decision[]): Decision | undefined {
  return decisions.find(({ ruleIds }) => SUSPENDING.has(ruleIds[0]));
}

export interface SuspendingReport {
  readonly ruleId: string;
  readonly atUs: number;
  /** As a therapist reads them. */
  readonly symptoms: readonly string[];
}

/** The first report among these events that suspends exercise from the moment it is known, before any rule has run over the session. */
export function suspendingReport(events: readonly SessionEvent[]): SuspendingReport | null {
  for (const event of events) {
    const { atUs } = event;
    if (event.type === 'redFlag') return { ruleId: redFlag.id, atUs, symptoms: event.symptoms.map((symptom) => RED_FLAG_WORDS[symptom]) };
    if (event.type === 'doctorToday') {
      return { ruleId: doctorToday.id, atUs, symptoms: event.symptoms.map((symptom) => DOCTOR_SYMPTOM_WORDS[symptom]) };
    }
  }
  return null;
}

/** Symptoms told outside a session: the rule that suspends (G1 before G4) and what was told, as a therapist reads it. */
export function suspendingSymptoms(symptoms: readonly (RedFlag | DoctorSymptom)[]): {
  readonly ruleId: string;
  readonly words: readonly string[];
} {
  const words: Readonly<Record<RedFlag | DoctorSymptom, string>> = { ...RED_FLAG_WORDS, ...DOCTOR_SYMPTOM_WORDS };
  const urgent = symptoms.some((symptom) => symptom in RED_FLAG_WORDS);
  return { ruleId: urgent ? redFlag.id : doctorToday.id, words: symptoms.map((symptom) => words[symptom]) };
}
