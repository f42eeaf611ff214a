/** What is known on a morning. Loads in units of the patient's true tolerance at the start. */
export interface MorningView {
  /** 0 is the first day of the plan; the baseline days before it are negative. */
  readonly day: number;
  /** 0-10, whole; null: no answer. */
  readonly painNrs: number | null;
  readonly flare: boolean | null;
  /** Worse after yesterday's exertion than usual (post-exertional malaise); null: no answer. */
  readonly worseAfterActivity: boolean | null;
  /** Today's background load as the wearable has it by the evening's session; null: not worn. */
  readonly background: number | null;
  /** For the oracle alone. */
  readonly truth: { readonly tolerance: number; readonly background: number };
}

export interface EveningView {
  readonly day: number;
  /** Exercise load done: the planned session, or what the person did instead. */
  readonly done: number;
  /** The planned session was done, in full or in part; else the day was free. */
  readonly byPlan: boolean;
  readonly completed: boolean;
  /** Rated effort of the planned session, log(load / tolerance) with bias and noise; null: no such session, or no rating. */
  readonly logEffort: number | null;
}

/** What is known when the plan begins. */
export interface PolicyStart {
  /** Tolerance trials, exercise part. */
  readonly trials: readonly number[];
  readonly baselineMornings: readonly MorningView[];
}

export interface PolicyRun {
  /** Exercise load planned for today; null: no plan, the day is free. */
  plan(view: MorningView): number | null;
  learn?(view: EveningView): void;
}

export interface Policy {
  readonly id: string;
  start(start: PolicyStart): PolicyRun;
}
