/**
 * A treatment is one declaration: what it is, what is asked before it, how it is dosed and logged. Adding one is one new file in
 * shared/treatments plus one line in index.ts. Evenpace logs treatments; it never switches a device.
 */
export interface TreatmentDefinition {
  readonly id: string;
  readonly name: string;
  /** Passive: done to the body. Active treatments are exercises. */
  readonly kind: 'passive';
  /** Who may log it: home ones the patient, in-clinic ones the PT. */
  readonly loggedBy: 'patient' | 'pt';
  /** One or two plain sentences for the patient. */
  readonly how: string;
  readonly doseFields: readonly DoseField[];
  /** Asked before the first use and again after 30 days; one "yes" means: ask the PT first. */
  readonly cautions: readonly Caution[];
  /** What the patient reads after a "yes": the treatment is not started. */
  readonly afterYes: string;
  readonly placements: readonly Placement[];
  readonly programmes: readonly Programme[];
  /** Where cautions and doses come from. */
  readonly sources: readonly string[];
}

export interface DoseField {
  readonly name: 'frequencyHz' | 'pulseWidthUs' | 'durationMinutes';
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export interface Caution {
  readonly id: string;
  /** A plain question that can be answered with yes or no; "yes" means caution. */
  readonly question: string;
}

export interface Placement {
  readonly id: string;
  readonly name: string;
  readonly how: string;
}

/** Something to set on one's own device. */
export interface Programme {
  readonly id: string;
  readonly name: string;
  /** What to look for on the box and what it feels like. */
  readonly how: string;
  /** `burst`: short trains of fast pulses, `burstsPerSecond` of them. `modulated`: the box varies the pulses by itself. */
  readonly mode: 'continuous' | 'burst' | 'modulated';
  readonly burstsPerSecond: number | null;
  readonly frequencyHz: number;
  /** What boxes usually offer under this name. */
  readonly usualHz: readonly [from: number, to: number];
  readonly pulseWidthUs: number;
  readonly durationMinutes: number;
}

export function defineTreatment<const T extends TreatmentDefinition>(definition: T): T {
  return definition;
}
