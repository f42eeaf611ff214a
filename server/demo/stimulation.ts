import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { LocalDay, Moment } from '#shared/schema/time.ts';
import { tens } from '#shared/treatments/tens.ts';
import type { Random } from './random.ts';

export interface TensUse {
  readonly id: string;
  readonly patientId: string;
  readonly sessionId: string | null;
  readonly site: string;
  readonly startedAt: Moment;
  readonly endedAt: Moment;
  readonly localDay: LocalDay;
  readonly painBeforeNrs: number;
}

/** Once in a while a pad sits badly and it hurts: the PT should hear of it (rule L12). */
const PAINFUL_SHARE = 0.015;

/** One finished use of TENS as a patient types it. */
export function stimulationOf(use: TensUse, random: Random): Stimulation {
  const [usual] = tens.programmes;
  const painful = use.sessionId === null && random.chance(PAINFUL_SHARE);
  const eased = painful ? 0 : Math.round(0.9 + 0.7 * random.normal());
  const painAfterNrs = Math.min(10, Math.max(0, use.painBeforeNrs - eased));
  return {
    ...use,
    plannedMinutes: usual.durationMinutes,
    frequencyHz: usual.frequencyHz,
    pulseWidthUs: usual.pulseWidthUs,
    intensity: 12 + Math.round(6 * random.uniform()),
    intensityUnit: 'level',
    sensation: painful ? 'painful' : random.pick(['tingling', 'strong', 'strong']),
    painAt30MinNrs: null,
    painAfterNrs,
    fatigueBeforeNrs: null,
    fatigueAfterNrs: null,
    skinCheckOk: true,
    screenAnswered: true,
    contraindicationCount: 0,
    source: 'manual',
    note: '',
  };
}
