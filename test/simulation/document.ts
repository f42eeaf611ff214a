import { BOOM_BUST_FLARE_SHARE } from './calibrate.ts';
import { PLAN_DAYS } from './cohort.ts';
import type { Row } from './report.ts';
import { type Results, resultsText } from './results.ts';
import { markdown, signed } from './table.ts';

/** Flare days % / tolerance change % of the specification's reference run (2,000 patients, 12 weeks). */
const REFERENCE: Readonly<Record<string, readonly [number, number]>> = {
  'boom/bust': [8.8, 8.9],
  'fixed + 10 %/week': [12.6, 16.5],
  'ACWR < 1.3': [14, 17.1],
  'constant 80 %': [7.2, 7.6],
  '80 % + 2.5 %': [7.5, 9.5],
  '80 % + 5 %': [8, 11.3],
  '80 % + 7.5 %': [8.6, 12.9],
  '80 % + 10 %': [9.3, 14.1],
  oracle: [7.9, 12.8],
};

/** docs/simulation.md, written by the run itself. */
export function documentText(results: Results): string {
  return `# The simulated cohort

**It shows consistency, not benefit.** Made-up people follow equations that somebody wrote down; nobody was treated. The cohort can show
that the pacing rules contradict themselves, do harm where load is harmful, or lose against a plain schedule. It cannot show that
they help a person. Written by \`npm run simulate\`; the numbers are of that run.

![Flare days against tolerance in the base world, and distance above the frontier in the random worlds](simulation.svg)

The *frontier* is what schedules that never look at the patient reach: 80 % of the baseline plus 0 to 10 % of it per week
(and 60 % throughout, to carry the line on below). A policy is worth its effort only where it lies above: more tolerance at the
same share of flare days.

## Results

${resultsText(results)}
## Against the reference run

The specification gives the numbers of an earlier run but not every detail of its model.

${markdown(['policy', 'here: flare days, % / tolerance, %', 'reference', 'difference'], results.named[0].rows.flatMap(compared))}

Flare days of boom and bust, of the schedules and of the oracle agree within 0.2 points. Tolerance does not agree jointly: the constant schedule gains
about 1 point more here and the steepest ones 1 to 2.5 points less. Raising one end lowers the other: what would lift the steep
schedules (more of the days by the plan, a higher resting point) also moves boom and bust or the oracle away. So the frontier here is
flatter than that of the reference run, and distances above it are not comparable with its distances point by point.

## The model

Day steps and ranges are those of the specification (pacing.md, "Simulated cohort"). Chosen here, because it does not say:

- A world holds the middle of every parameter (base world) or a uniform draw from its range (random worlds); a person differs from
  the world by a log SD of 0.25, kept inside the range. Catastrophising is uniform in 0 to 1, usual pain P0 in 3 to 6.
- b_f 0.9, b_s 1, b_sl 0.4 (random worlds: 0.2 to 1, 0.5 to 1.5, 0.2 to 0.6), poor sleep on 30 % of the nights, dS 0.15, fear 0.3 at first, bad day = pain
  more than 1 above usual. b0 is set per world so that ${(100 * BOOM_BUST_FLARE_SHARE).toFixed(1)} % of the days are flare days under boom and bust, on 1,000 other people.
- "Usual" in the free load is the median morning, 0.25 above P0; its noise has SD 0.2. Nobody does more than 1.5 times the tolerance.
- A flare lifts pain by 2.4 again, it does not add to the rest of the last one.
- Adherence is the probability that a day goes by the plan; on the other days activity is free. A plan for 5 days a week is
  offered every day, so 4 sessions done are the 80 % that a rise needs.
- 7 free baseline days come first. Three tolerance trials each see 0.92 of the tolerance (pain cuts them short) with a log SD of 0.15.
- 5 % of the mornings have no answer and on 5 % of the days the wearable is not worn. Readings that say nothing have the spread of true ones.
- Sessions are in the evening, so that the wearable has seen the day. Ratings are CR10 in halves, 7 for a session at the tolerance. The PT
  accepts every proposal.
- ACWR < 1.3: each week 1.3 times the mean planned load of the four weeks before. Fixed + 10 %: from the whole baseline. The oracle ends every planned day exactly
  at the tolerance, with true background.

All policies meet the same people and the same chances on the same days (${PLAN_DAYS} days), so differences are differences within people. The distance above
the frontier is taken at the policy's own flare share, on straight lines between neighbouring schedules.

## Repeat it

    npm run simulate                                  this page: 2,000 patients, all worlds
    npm run simulate -- --quick                       half a minute, few patients: for a look while working
    npm run simulate -- --seed 7 --worlds 60          other people, other worlds
    npm run simulate -- --background-error 0.4        a worse wearable
    npm run simulate -- --policy engine --worlds 0    one policy beside the frontier
`;
}

function compared({ policy, flarePct, tolerancePct }: Row): string[][] {
  if (!Object.hasOwn(REFERENCE, policy)) return [];
  const [flare, tolerance] = REFERENCE[policy];
  return [
    [
      policy,
      `${flarePct.toFixed(1)} / ${signed(tolerancePct, 1)}`,
      `${flare.toFixed(1)} / ${signed(tolerance, 1)}`,
      `${signed(flarePct - flare, 1)} / ${signed(tolerancePct - tolerance, 1)}`,
    ],
  ];
}
