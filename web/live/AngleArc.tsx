import { useMemo, useRef } from 'preact/hooks';
import type { Reading } from '#shared/analysis/types.ts';
import { liveCopy } from '#web/copy/live.ts';
import { createAngleHint } from './angleHint.ts';
import { type AngleRange, arcPath, labelsOf, pointAt, shareOf, tickPath } from './arcGeometry.ts';
import { useFrame } from './useFrame.ts';
import { setAttribute, setText } from './write.ts';

export interface AngleArcProps {
  readonly reading: () => Reading;
  /** All motion sensors send: without an angle the joint's axis is still being found. */
  readonly sensing: boolean;
  readonly range: AngleRange;
  readonly target: AngleRange | null;
  readonly plannedRepetitions: number | null;
}

const WHOLE = arcPath(0, 1);
/** Below this the angle is shown as doubtful: paler. */
const SURE = 0.3;

/** Gauge of the joint angle with target band and peak, around the repetition count. Built once, redrawn in place every frame. */
export function AngleArc({ reading, sensing, range, target, plannedRepetitions }: AngleArcProps) {
  const figure = useRef<SVGSVGElement>(null);
  const bar = useRef<SVGPathElement>(null);
  const peak = useRef<SVGPathElement>(null);
  const angle = useRef<SVGTextElement>(null);
  const count = useRef<SVGTextElement>(null);
  const note = useRef<SVGTextElement>(null);
  const labelledAtUs = useRef(0);
  const hints = useMemo(createAngleHint, []);

  useFrame(() => {
    const now = reading();
    const { angleDeg } = now;
    const known = angleDeg !== null;
    setAttribute(bar.current, 'stroke-dasharray', known ? `${shareOf(angleDeg, range).toFixed(3)} 2` : '0 2');
    setAttribute(bar.current, 'opacity', known ? (now.angleConfidence < SURE ? '0.45' : '1') : '0');
    const absent = sensing ? liveCopy.screen.findingAngle : liveCopy.screen.noAngle;
    setText(angle.current, known ? `${Math.round(angleDeg)}°` : absent);
    setAttribute(angle.current, 'class', known ? 'arc-angle' : 'arc-angle arc-angle-none');
    setAttribute(peak.current, 'd', now.peakDeg !== null && known ? tickPath(shareOf(now.peakDeg, range)) : '');
    setText(count.current, String(now.repetitionsInSet));
    const hint = hints.of(now);
    setText(note.current, hint ?? noteOf(now));
    setAttribute(note.current, 'class', hint === null ? 'arc-of' : 'arc-of arc-hint');
    if (Math.abs(now.atUs - labelledAtUs.current) >= 1_000_000) {
      labelledAtUs.current = now.atUs;
      const text = liveCopy.screen.arc(known ? Math.round(angleDeg) : null, target, now.repetitionsInSet, hint);
      setAttribute(figure.current, 'aria-label', text);
    }
  });

  return (
    <svg ref={figure} class="live-arc" viewBox="0 0 360 316" role="img" aria-label={liveCopy.screen.arc(null, null, 0, null)}>
      <path d={WHOLE} class="arc-track" />
      {target !== null && <path d={arcPath(shareOf(target.from, range), shareOf(target.to, range))} class="arc-target" />}
      <path ref={bar} d={WHOLE} pathLength={1} class="arc-bar" stroke-dasharray="0 2" opacity="0" />
      <path ref={peak} class="arc-peak" />
      {labelsOf(range).map((deg) => {
        const at = pointAt(shareOf(deg, range), 28);
        return (
          <text key={deg} class="arc-label" x={at.x} y={at.y + 5} text-anchor="middle">
            {deg}°
          </text>
        );
      })}
      <text ref={angle} class="arc-angle" data-testid="angle" x="180" y="104" text-anchor="middle" />
      <text ref={count} class="arc-count" data-testid="rep-count" x="180" y="186" text-anchor="middle" />
      <text class="arc-of" x="180" y="216" text-anchor="middle">
        {plannedRepetitions === null ? liveCopy.screen.repetitions.toLowerCase() : liveCopy.screen.of(plannedRepetitions)}
      </text>
      <text ref={note} class="arc-of" x="180" y="304" text-anchor="middle" />
    </svg>
  );
}

/** A way back (eccentric) this much shorter than the way there is worth a word. */
const HASTY = 0.75;

function noteOf({ bestDeg, lastRepetition }: Reading): string {
  if (bestDeg === null) return '';
  const best = liveCopy.screen.best(Math.round(bestDeg));
  const hasty = lastRepetition !== null && lastRepetition.eccentricMs < HASTY * lastRepetition.concentricMs;
  return hasty ? `${best} · ${liveCopy.screen.fasterBack}` : best;
}
