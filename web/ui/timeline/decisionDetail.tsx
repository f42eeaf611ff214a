import type { Decision } from '#shared/schema/decision.ts';
import { timeline } from '#web/copy/timeline.ts';
import { Shape } from '#web/ui/shape.tsx';
import { DecisionFacts } from './decisionFacts.tsx';
import { lightOf } from './light.ts';
import { sessionClock } from './rows.ts';
import './decisionDetail.css';

export interface DecisionDetailProps {
  decision: Decision;
  /** Start of its session: times are shown since then. Without it only the facts are shown. */
  startUs?: number;
  audience: 'patient' | 'pt';
}

/** A decision that explains itself: sentence, facts with their quality, counterfactual, source. */
export function DecisionDetail({ decision, startUs, audience }: DecisionDetailProps) {
  const light = lightOf(decision.kind);
  return (
    <div class={`decision decision-${light}`}>
      <div class="decision-title">
        <Shape light={light} />
        <span>{timeline.kind[decision.kind]}</span>
        <span class="small">
          {decision.ruleIds.join(', ')}
          {startUs !== undefined && ` · ${timeline.at(sessionClock(decision.validFromUs, startUs))}`}
        </span>
      </div>
      <p>{audience === 'pt' ? decision.ptText : decision.patientText}</p>
      <DecisionFacts facts={decision.facts} />
      {decision.counterfactual !== null && <p>{decision.counterfactual.text}</p>}
      <p class="muted small">
        {timeline.source(timeline.evidence[decision.evidence])} {timeline.confidence(Math.round(decision.confidence * 100))}{' '}
        {audience === 'pt' && timeline.engine(decision.engineVersion, decision.configHash)}
      </p>
    </div>
  );
}
