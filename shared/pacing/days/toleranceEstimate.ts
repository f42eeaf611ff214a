import { exp, log } from '#shared/signal/portableMath.ts';

export interface ToleranceParams {
  /** SD of the daily change of log tolerance around its trend. Larger follows faster and is noisier. Default 0.004. */
  readonly driftSdPerDay: number;
  /** SD, before anything is known, of a person's trend of log tolerance, 1/day. 0 = no trend. Default 0.002 (18 % in 12 weeks). */
  readonly trendSdPerDay: number;
  /** SD of the daily change of that trend, 1/day. Default 0.0001. */
  readonly trendDriftSdPerDay: number;
  /** SD of one session's log(load / tolerance) as rated or measured. Default 0.25. */
  readonly sessionSd: number;
  /** SD of a person's own way of rating together with the error of the baseline trials, log units. Default 0.2. */
  readonly levelSd: number;
  /** Probability, before anything is known, that ratings follow the load at all. Default 0.9. */
  readonly informativePrior: number;
}

export const TOLERANCE_DEFAULTS: ToleranceParams = {
  driftSdPerDay: 0.004,
  trendSdPerDay: 0.002,
  trendDriftSdPerDay: 0.0001,
  sessionSd: 0.25,
  levelSd: 0.2,
  informativePrior: 0.9,
};

type Vector = readonly [number, number, number];

/** Plain data, kept with the rule's state. Natural-log units. */
export interface ToleranceState {
  readonly day: number;
  /** Change of log tolerance since the baseline; the person's constant level; trend of the change per day. */
  readonly mean: Vector;
  readonly covariance: readonly [Vector, Vector, Vector];
  /** The rival: a rating that stays where it is whatever the load. null before the first session. */
  readonly rating: number | null;
  readonly ratingVariance: number;
  /** Log likelihood ratio of "ratings follow load / tolerance" against the rival. */
  readonly evidence: number;
  /** Mean squared innovation over its expectation, about the last 20 sessions. */
  readonly innovationRatio: number;
  readonly sessions: number;
}

/** One session: `load` in the unit of the baseline trials, `effort` = share of the possible as rated or measured, above 0. */
export interface EffortObservation {
  readonly day: number;
  readonly load: number;
  readonly effort: number;
}

export interface ToleranceEstimate {
  /** Estimated tolerance / tolerance at the baseline, drawn to 1 as far as the ratings carry nothing. */
  readonly relative: number;
  /** SD of its logarithm. */
  readonly logSd: number;
  /** Probability that the ratings carry information, 0 to 1. */
  readonly credibility: number;
  readonly sessions: number;
}

/** Sessions over which the innovations are averaged. */
const INNOVATION_SESSIONS = 20;
/** Bounds the evidence, so that ratings that begin or cease to carry information are seen within weeks. */
const EVIDENCE_LIMIT = 6;

/** `baselineLoad`: mean of the tolerance trials; `baselineEffort`: what a session of just that load is expected to be rated. */
export function startTolerance(
  day: number,
  baselineLoad: number,
  baselineEffort: number,
  params: ToleranceParams = TOLERANCE_DEFAULTS,
): ToleranceState {
  return {
    day,
    mean: [0, log(baselineLoad) - log(baselineEffort), 0],
    covariance: [
      [0, 0, 0],
      [0, params.levelSd * params.levelSd, 0],
      [0, 0, params.trendSdPerDay * params.trendSdPerDay],
    ],
    rating: null,
    ratingVariance: 0,
    evidence: 0,
    innovationRatio: 1,
    sessions: 0,
  };
}

/**
 * Kalman filter on the log of a person's tolerance C, local linear trend (Harvey 1989, Forecasting, structural time series models
 * and the Kalman filter, 4.1). A session says log effort = log(load / C) + own bias + noise, so log load - log effort = change since
 * the baseline + a level in which the bias stays (specification, "Observation model"). Innovations larger than they should be
 * widen the noise, and a rival that holds ratings for constants is compared by likelihood: ratings without information
 * leave the estimate at 1. A missing session is simply not fed in; a session of an earlier day than the last is taken as of now.
 */
export function observeEffort(
  state: ToleranceState,
  observation: EffortObservation,
  params: ToleranceParams = TOLERANCE_DEFAULTS,
): ToleranceState {
  if (!(observation.load > 0 && observation.effort > 0)) return state;
  const noise = params.sessionSd * params.sessionSd;
  const logEffort = log(observation.effort);
  const { mean, covariance } = predict(state, observation.day, params);
  const sums: Vector = [covariance[0][0] + covariance[0][1], covariance[1][0] + covariance[1][1], covariance[2][0] + covariance[2][1]];
  const innovation = log(observation.load) - logEffort - mean[0] - mean[1];
  const expected = sums[0] + sums[1] + noise;
  const innovationRatio = state.innovationRatio + ((innovation * innovation) / expected - state.innovationRatio) / INNOVATION_SESSIONS;
  const total = expected + noise * (Math.max(1, innovationRatio) - 1);
  const rival = observeRating(state, observation.day, logEffort, noise, params);
  const evidence = state.evidence + (rival.logLikelihood === null ? 0 : logLikelihood(innovation, expected) - rival.logLikelihood);
  const updated = (row: 0 | 1 | 2): Vector => [
    covariance[row][0] - (sums[row] * sums[0]) / total,
    covariance[row][1] - (sums[row] * sums[1]) / total,
    covariance[row][2] - (sums[row] * sums[2]) / total,
  ];
  const step = innovation / total;
  return {
    day: Math.max(state.day, observation.day),
    mean: [mean[0] + sums[0] * step, mean[1] + sums[1] * step, mean[2] + sums[2] * step],
    covariance: [updated(0), updated(1), updated(2)],
    rating: rival.rating,
    ratingVariance: rival.variance,
    evidence: Math.min(EVIDENCE_LIMIT, Math.max(-EVIDENCE_LIMIT, evidence)),
    innovationRatio,
    sessions: state.sessions + 1,
  };
}

export function toleranceEstimate(state: ToleranceState, day: number, params: ToleranceParams = TOLERANCE_DEFAULTS): ToleranceEstimate {
  const odds = (params.informativePrior / (1 - params.informativePrior)) * exp(state.evidence);
  const credibility = odds / (1 + odds);
  const { mean, covariance } = predict(state, day, params);
  return { relative: exp(credibility * mean[0]), logSd: Math.sqrt(covariance[0][0]), credibility, sessions: state.sessions };
}

function predict(state: ToleranceState, day: number, params: ToleranceParams): Pick<ToleranceState, 'mean' | 'covariance'> {
  const days = Math.max(0, day - state.day);
  const { mean, covariance: c } = state;
  const withTrend = c[0][2] + days * c[2][2];
  const withLevel = c[0][1] + days * c[1][2];
  const drift = days * params.driftSdPerDay * params.driftSdPerDay;
  const trendDrift = days * params.trendDriftSdPerDay * params.trendDriftSdPerDay;
  return {
    mean: [mean[0] + days * mean[2], mean[1], mean[2]],
    covariance: [
      [c[0][0] + days * (c[0][2] + withTrend) + drift, withLevel, withTrend],
      [withLevel, c[1][1], c[1][2]],
      [withTrend, c[1][2], c[2][2] + trendDrift],
    ],
  };
}

interface Rival {
  readonly rating: number;
  readonly variance: number;
  readonly logLikelihood: number | null;
}

/** A filter for ratings that know nothing of the load. Its first rating sets the level and is no evidence. */
function observeRating(state: ToleranceState, day: number, logEffort: number, noise: number, params: ToleranceParams): Rival {
  if (state.rating === null) return { rating: logEffort, variance: noise, logLikelihood: null };
  const variance = state.ratingVariance + Math.max(0, day - state.day) * params.driftSdPerDay * params.driftSdPerDay;
  const innovation = logEffort - state.rating;
  const gain = variance / (variance + noise);
  return {
    rating: state.rating + gain * innovation,
    variance: (1 - gain) * variance,
    logLikelihood: logLikelihood(innovation, variance + noise),
  };
}

/** Of a normal innovation, without the constant that both hypotheses share. */
function logLikelihood(innovation: number, variance: number): number {
  return -0.5 * (log(variance) + (innovation * innovation) / variance);
}
