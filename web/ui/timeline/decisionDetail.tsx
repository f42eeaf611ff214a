import type { Decision, Fact } from '#shared/schema/decision.ts';
import { factName, timeline } from '#web/copy/timeline.ts';
import { Shape } from '#web/ui/shape.tsx';
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
      {decision.facts.length > 0 && (
        <dl class="decision-facts">
          {decision.facts.map((fact) => (
            <div key={`${fact.name}-${fact.atUs}`}>
              <dt class="muted">{factName(fact.name)}</dt>
              <dd class={typeof fact.value === 'number' ? 'number' : undefined}>{factValue(fact)}</dd>
              <dd class="muted">{timeline.quality[fact.quality]}</dd>
            </div>
          ))}
        </dl>
      )}
      {decision.counterfactual !== null && <p>{decision.counterfactual.text}</p>}
      <p class="muted small">
        {timeline.source(timeline.evidence[decision.evidence])} {timeline.confidence(Math.round(decision.confidence * 100))}{' '}
        {audience === 'pt' && timeline.engine(decision.engineVersion, decision.configHash)}
      </p>
    </div>
  );
}

function factValue({ value, unit }: Fact): string {
  if (value === null) return timeline.atNothing;
  const shown = typeof value === 'number' ? String(Math.round(value * 10) / 10) : String(value);
  if (typeof value === 'boolean') return value ? timeline.yes : timeline.no;
  return `${shown}${timeline.units[unit] ?? ` ${unit}`}`;
}
