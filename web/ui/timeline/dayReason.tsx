import type { DayDecision } from '#shared/schema/dayDecision.ts';
import { pacingCopy } from '#web/copy/pacing.ts';
import { timeline } from '#web/copy/timeline.ts';
import { Chip } from '#web/ui/chip.tsx';
import { DecisionFacts } from './decisionFacts.tsx';

export interface DayReasonProps {
  decision: DayDecision;
  /** One of several: what would flip it waits with the facts. */
  brief?: boolean;
}

/** A decision across days as the PT reads it: sentence and what would flip it; the facts behind them open on demand. */
export function DayReason({ decision, brief }: DayReasonProps) {
  const flip = decision.counterfactual !== null && <p>{decision.counterfactual.text}</p>;
  return (
    <div class="stack-tight">
      <p>{decision.ptText}</p>
      {!brief && flip}
      {decision.changedBecause !== null && <p class="small">{decision.changedBecause}</p>}
      <details>
        <summary>
          {pacingCopy.today.why} <Chip>{timeline.evidence[decision.evidence]}</Chip>
        </summary>
        {brief && flip}
        <DecisionFacts facts={decision.facts} />
        <p class="muted small">
          {decision.ruleIds.join(', ')} · {timeline.confidence(Math.round(decision.confidence * 100))}{' '}
          {timeline.engine(decision.engineVersion, decision.configHash)}
        </p>
      </details>
    </div>
  );
}
