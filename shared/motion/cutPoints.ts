import type { ActivityMeans } from './activityEpochs.ts';
import type { WearingPlace } from './activityScale.ts';

/** Population cut points. They hold for their metric, wearing place and people only and are never used without naming all three. */
export interface CutPoints {
  readonly metric: keyof Pick<ActivityMeans, 'madG' | 'enmoG' | 'enmoaG'>;
  readonly place: WearingPlace;
  readonly people: string;
  readonly source: string;
  /** Upper limits, g; null: this source does not tell sedentary from light. */
  readonly sedentaryBelowG: number | null;
  readonly lightBelowG: number;
  readonly moderateBelowG: number;
}

const ESLIGER = 'Esliger et al. 2011, doi:10.1249/MSS.0b013e31820513be';
const HILDEBRAND = 'Hildebrand et al. 2014 and 2017, doi:10.1249/MSS.0000000000000289 and doi:10.1111/sms.12795';
const VAHA_YPYA = 'Vaha-Ypya et al. 2015, doi:10.1371/journal.pone.0134813';

/** As given by scikit-digital-health (MIT), by its names. */
export const CUT_POINTS = {
  esliger_lwrist_adult: cut('enmoaG', 'wrist', 'healthy adults, left wrist, GENEA', ESLIGER, 217 / 4800, 644 / 4800, 1810 / 4800),
  esliger_rwrist_adult: cut('enmoaG', 'wrist', 'healthy adults, right wrist, GENEA', ESLIGER, 386 / 4800, 439 / 4800, 2098 / 4800),
  esliger_waist_adult: cut('enmoaG', 'waist', 'healthy adults, GENEA', ESLIGER, 77 / 4800, 219 / 4800, 2056 / 4800),
  vaha_ypya_hip_adult: cut('madG', 'hip', 'healthy adults', VAHA_YPYA, null, 0.091, 0.414),
  hildebrand_hip_adult_actigraph: cut('enmoG', 'hip', 'healthy adults, ActiGraph', HILDEBRAND, 0.0474, 0.0691, 0.2587),
  hildebrand_hip_adult_geneactiv: cut('enmoG', 'hip', 'healthy adults, GENEActiv', HILDEBRAND, 0.0469, 0.0687, 0.2668),
  hildebrand_wrist_adult_actigraph: cut('enmoG', 'wrist', 'healthy adults, non-dominant, ActiGraph', HILDEBRAND, 0.0448, 0.1006, 0.4288),
  hildebrand_wrist_adult_geneactiv: cut('enmoG', 'wrist', 'healthy adults, non-dominant, GENEActiv', HILDEBRAND, 0.0458, 0.0932, 0.4183),
} as const satisfies Record<string, CutPoints>;

export type ActivityClass = 'sedentary' | 'sedentaryOrLight' | 'light' | 'moderate' | 'vigorous';

/** The class of an epoch; a value on a limit belongs to the class above. */
export function activityClass(means: ActivityMeans, cuts: CutPoints): ActivityClass {
  const value = means[cuts.metric];
  if (cuts.sedentaryBelowG !== null && value < cuts.sedentaryBelowG) return 'sedentary';
  if (value < cuts.lightBelowG) return cuts.sedentaryBelowG === null ? 'sedentaryOrLight' : 'light';
  return value < cuts.moderateBelowG ? 'moderate' : 'vigorous';
}

function cut(
  metric: CutPoints['metric'],
  place: WearingPlace,
  people: string,
  source: string,
  sedentaryBelowG: number | null,
  lightBelowG: number,
  moderateBelowG: number,
): CutPoints {
  return { metric, place, people, source, sedentaryBelowG, lightBelowG, moderateBelowG };
}
