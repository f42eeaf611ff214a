import { liveCopy } from '#web/copy/live.ts';
import { Shape } from '#web/ui/shape.tsx';
import type { Shown } from './liveSession.ts';

/** The pacing light: shape, word and one sentence, announced when it changes. Between sets there is nothing to urge. */
export function PacingCard({ shown, betweenSets }: { shown: Shown; betweenSets: boolean }) {
  const { light, decision } = shown;
  const special: Partial<Record<string, string>> = liveCopy.decisionWord;
  const quiet = decision === null && betweenSets ? liveCopy.betweenSets : liveCopy.light[light];
  const word = (decision !== null && (liveCopy.ruleWord[decision.ruleIds[0]] ?? special[decision.kind])) || quiet.word;
  return (
    <div class={`live-light live-light-${light}`} role="status" data-testid="light" data-light={light} data-rule={decision?.ruleIds[0]}>
      <Shape light={light} size="2.4rem" />
      <div>
        <b>{word}</b>
        <p data-testid="light-text">{decision?.patientText ?? quiet.text}</p>
      </div>
    </div>
  );
}
