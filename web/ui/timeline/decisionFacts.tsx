import type { Fact } from '#shared/schema/decision.ts';
import { factName, timeline } from '#web/copy/timeline.ts';
import './decisionDetail.css';

/** What a rule looked at, each with its quality. */
export function DecisionFacts({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <dl class="decision-facts">
      {facts.map((fact) => (
        <div key={`${fact.name}-${fact.atUs}`}>
          <dt class="muted">{factName(fact.name)}</dt>
          <dd class={typeof fact.value === 'number' ? 'number' : undefined}>{factValue(fact)}</dd>
          <dd class="muted">{timeline.quality[fact.quality]}</dd>
        </div>
      ))}
    </dl>
  );
}

function factValue({ value, unit }: Fact): string {
  if (value === null) return timeline.atNothing;
  const shown = typeof value === 'number' ? String(Math.round(value * 10) / 10) : String(value);
  if (typeof value === 'boolean') return value ? timeline.yes : timeline.no;
  return `${shown}${timeline.units[unit] ?? ` ${unit}`}`;
}
