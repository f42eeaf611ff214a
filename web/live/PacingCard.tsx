import { liveCopy } from '#web/copy/live.ts';
import { Shape } from '#web/ui/shape.tsx';
import type { Shown } from './liveSession.ts';

/** The pacing light: shape, word and one sentence, announced when it changes. */
export function PacingCard({ shown }: { shown: Shown }) {
  const { light, decision } = shown;
  const special: Partial<Record<string, string>> = liveCopy.decisionWord;
  const word = (decision !== null && special[decision.kind]) || liveCopy.light[light].word;
  return (
    <div class={`live-light live-light-${light}`} role="status" data-testid="light" data-light={light} data-rule={decision?.ruleIds[0]}>
      <Shape light={light} size="2.4rem" />
      <div>
        <b>{word}</b>
        <p data-testid="light-text">{decision?.patientText ?? liveCopy.light[light].text}</p>
      </div>
    </div>
  );
}
