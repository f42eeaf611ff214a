import type { Evidence } from '#shared/schema/decision.ts';
import type { Quality } from '#shared/schema/quality.ts';

export const timeline = {
  noHeartRate: 'No heart rate in this session.',
  noSignal: (text: string) => `no signal ${text}`,
  bpm: 'beats/min',
  heart: 'Heart',
  pain: 'Pain',
  rom: 'ROM',
  tens: 'TENS',
  minutes: (minute: number) => `${minute} min`,
  drawing: (parts: readonly string[]) => `Session on one time axis: ${parts.join(', ')}. The same as a table below.`,
  repetitions: (count: number) => `${count} repetitions`,
  decisions: (count: number) => (count === 1 ? '1 decision' : `${count} decisions`),
  tableSummary: 'Show as a table',
  time: 'Time',
  what: 'What happened',
  why: 'Why',
  decisionButton: (rule: string, word: string, at: string) => `${rule}, ${word}, at ${at}: show the reason`,
  at: (clock: string) => `at ${clock}`,
  atNothing: 'no value',
  evidence: { guideline: 'guideline', trial: 'trial', convention: 'clinical convention', ours: 'our own rule' } satisfies Record<
    Evidence,
    string
  >,
  quality: { ok: 'good data', doubtful: 'doubtful data', missing: 'no data' } satisfies Record<Quality, string>,
  source: (evidence: string) => `Source: ${evidence}.`,
  engine: (version: string, config: string) => `Engine ${version}, settings ${config}.`,
  confidence: (pct: number) => `Data behind it: ${pct} % sure.`,
  kind: {
    go: 'Go',
    ask: 'Question',
    ease: 'Ease off',
    rest: 'Rest',
    tensOff: 'TENS off',
    done: 'Done',
    stop: 'Stop',
    block: 'Not today',
    emergency: 'Emergency',
  },
  event: {
    gatePassed: 'No warning signs at the start',
    setStarted: (set: number) => `Set ${set} started`,
    setEnded: (set: number, repetitions: number | null) =>
      repetitions === null ? `Set ${set} ended` : `Set ${set} ended, ${repetitions} repetitions by hand`,
    pain: (value: number) => `Pain ${value} of 10`,
    rpe: (value: number) => `Effort ${value} of 10`,
    redFlag: 'Warning sign reported',
    heartRateManual: (bpm: number) => `Heart rate ${bpm} beats/min, typed in`,
    tensOn: 'TENS on',
    tensOff: 'TENS off',
    tensSensation: 'TENS felt painful or skin changed',
    tensFine: 'TENS felt fine',
    zeroPose: 'Straight pose taken as zero',
    sensor: (label: string, state: string) => `${label}: ${state}`,
    phase: {
      gate: 'Questions before the start',
      warmUp: 'Warm-up',
      work: 'Exercise',
      rest: 'Rest',
      coolDown: 'Cool-down',
      done: 'Finished',
      stopped: 'Stopped early',
      emergency: 'Emergency stop',
    },
  },
  gap: (what: string, text: string) => `${what}: no signal for ${text}`,
  repetition: (index: number, romDeg: number) => `Repetition ${index}: ${romDeg}°`,
  yes: 'yes',
  no: 'no',
  /** Units as people write them, with the space in front where one belongs. */
  units: {
    '': '',
    '1': '',
    bpm: ' beats/min',
    deg: '°',
    NRS: ' of 10',
    CR10: ' of 10',
    times: '×',
    '%': ' %',
    s: ' s',
    min: ' min',
  } as Readonly<Record<string, string>>,
  facts: {
    heartRateMedian5s: 'Heart rate, 5 s median',
    heartRateCeiling: 'Heart-rate ceiling',
    heartRateReservePct: 'Share of heart-rate reserve',
    secondsAboveCeiling: 'Time above the ceiling',
    secondsFarAbove: 'Time far above',
    timesAboveCeiling: 'Times above the ceiling',
    heartRateUsable: 'Heart rate usable',
    heartRateQuality: 'Heart-rate data',
    secondsWithoutHeartRate: 'Time without heart rate',
    rrArtefactPct: 'Artefacts between beats',
    artefactLimit: 'Limit for artefacts',
    painNrs: 'Pain',
    painAtStart: 'Pain at the start',
    painReference: 'Usual morning pain',
    answersWithRise: 'Answers with the rise',
    rpeCr10: 'Effort',
    rpeCeiling: 'Effort ceiling',
    workMinutes: 'Time at work',
    quotaMinutes: 'Quota',
    redFlagSymptoms: 'Reported',
    tensOn: 'TENS on',
    screenAnswered: 'Contraindications answered',
    contraindicationCount: 'Contraindications with yes',
    tensPainful: 'TENS felt painful',
    tensSkinProblem: 'Skin problem under a pad',
  } as Readonly<Record<string, string>>,
} as const;

/** A rule's fact in words: known names by table, others by splitting the camel case. */
export function factName(name: string): string {
  const known = timeline.facts[name];
  if (known !== undefined) return known;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
