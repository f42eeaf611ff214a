import type { DayColour, PlanState } from '#shared/schema/dayDecision.ts';
import type { AnswerProposal } from '#shared/schema/pacingApi.ts';

/** Minutes to a tenth: 20 and 20.4 are not the same proposal. */
export const minutesWord = (minutes: number): string => `${Math.round(minutes * 10) / 10} min`;

/** Words of the pacing across days, as the PT reads them. */
export const pacingCopy = {
  title: 'This week',
  nextReview: (day: string) => `next review ${day}`,
  proposal: {
    title: 'Proposed quota',
    fromTo: (from: number | null, to: number) => (from === null ? minutesWord(to) : `${minutesWord(from)} → ${minutesWord(to)}`),
    aDay: 'a day',
    noReason: 'Its reason is older than this page reaches back.',
    noPlan: 'There is no plan yet to put this quota into. Write the first plan with these minutes.',
    suspended: 'It can be answered once the suspension is cleared.',
    answered: {
      accepted: 'Accepted.',
      edited: 'Answered with another quota.',
      rejected: 'Rejected: the quota stays.',
    } satisfies Record<AnswerProposal['answer'], string>,
  },
  empty: {
    title: 'Nothing is proposed',
    on: (day: string) => `The next review is on ${day}. Until then the quota stays.`,
    unknown: 'Every seventh day after the first plan the quota is reviewed. Until then it stays.',
    baseline: 'The first quota is proposed after seven days with tolerance trials on three of them.',
    suspended: 'No review while training is suspended.',
    last: (day: string) => `Review of ${day}`,
  },
  answer: {
    accept: 'Accept',
    edit: 'Edit',
    reject: 'Reject',
    titles: { accepted: 'Accept this quota?', edited: 'Another quota', rejected: 'Reject this proposal?' },
    effect: {
      accepted: 'It becomes the next plan version at once; the exercises lengthen or shorten alike.',
      edited: 'Your number becomes the next plan version at once; the exercises lengthen or shorten alike.',
      rejected: 'The quota stays. The proposal and your reason stay in the record.',
    },
    quota: 'Quota a day',
    between: (from: number, to: number) => `From ${minutesWord(from)} to ${minutesWord(to)}: the limits of this patient.`,
    reason: 'Why?',
    reasonOptional: 'Why (you may leave this empty)',
    reasonHint: 'One line, so that the next review can be understood.',
    conflictTitle: 'Something else came first',
    conflict: 'Another answer came first, or training was suspended. Your answer was not saved; reload to see what holds now.',
    saved: { accepted: 'Accepted: the plan has a new version.', edited: 'Saved: the plan has a new version.', rejected: 'Rejected.' },
  },
  today: {
    title: 'What the engine says today',
    none: 'no dose yet',
    ofQuota: (quota: number) => `of ${minutesWord(quota)} agreed`,
    chosen: (chosen: number, reason: string) => `You chose ${minutesWord(chosen)}: “${reason}”.`,
    engine: (dose: number) => `The engine says ${minutesWord(dose)}.`,
    quiet: 'Nothing stands out today.',
    why: 'Facts',
    state: {
      baseline: 'Baseline: no quota yet',
      quota: 'Quota in force',
      suspended: 'Suspended',
      pemSafe: 'PEM-safe: nothing rises by itself',
    } satisfies Record<PlanState, string>,
    colour: {
      green: 'Green morning',
      amber: 'Amber morning',
      red: 'Red morning',
      unknown: 'Unknown morning',
    } satisfies Record<DayColour, string>,
    refused: (count: number) =>
      count === 1 ? '1 entry could not be read by the engine.' : `${count} entries could not be read by the engine.`,
  },
  pem: {
    title: 'PEM screen',
    waiting: 'The patient is asked the five questions of the DSQ-PEM on the phone. No answers yet.',
    answered: (day: string, positives: number, of: number) =>
      `Answered on ${day}: ${positives} of ${of} at least half of the time and at least moderate${positives > 0 ? ', which points to PEM' : ''}.`,
    source: 'DSQ-PEM, Cotler et al. 2018, doi:10.3390/diagnostics8030066. One such answer is enough to point to PEM; the screen is yours.',
    positive: 'Positive: PEM-safe mode',
    negative: 'Negative',
    saved: { positive: 'Screen kept: the PEM-safe mode is on.', negative: 'Screen kept: negative.' },
  },
  override: {
    open: 'Set another dose for today',
    change: 'Change the dose for today',
    title: 'Another dose for today',
    text: 'It holds for today only. The patient can read your choice and your reason; the engine’s own dose stays beside it.',
    minutes: 'Dose today',
    upTo: (most: number) => `0 to ${minutesWord(most)}, the highest dose of this patient.`,
    saved: 'The dose for today is set.',
  },
} as const;
