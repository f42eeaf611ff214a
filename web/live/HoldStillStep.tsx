import { useMemo, useRef } from 'preact/hooks';
import { liveCopy } from '#web/copy/live.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import type { LiveSession } from './liveSession.ts';
import { createStillness } from './stillness.ts';
import { useFrame } from './useFrame.ts';
import { setAttribute, setText } from './write.ts';

/** A ring that fills while the sensors rest for 3 seconds. */
export function HoldStillStep({ live }: { live: LiveSession }) {
  const ring = useRef<SVGCircleElement>(null);
  const seconds = useRef<SVGTextElement>(null);
  const hint = useRef<HTMLParagraphElement>(null);
  const stillness = useMemo(createStillness, []);
  useFrame(() => {
    const motion = live.slots.filter((slot) => slot.need === 'motion' && slot.status.value.state !== 'empty');
    if (!motion.every((slot) => slot.status.value.state === 'live')) {
      setText(hint.current, liveCopy.holdStill.noData);
      return;
    }
    const { share, moving } = stillness(live.reading().angleDeg, now.nowUs());
    setAttribute(ring.current, 'stroke-dasharray', `${share.toFixed(3)} 2`);
    setText(seconds.current, String(Math.ceil(3 * (1 - share))));
    setText(hint.current, moving ? liveCopy.holdStill.moving : '');
    if (share >= 1) live.dispatch({ type: 'heldStill' });
  });
  return (
    <PhonePage title={liveCopy.holdStill.title} overline={live.exercise.name}>
      <p>{liveCopy.holdStill.text}</p>
      <svg class="still-ring" viewBox="0 0 120 120" role="img" aria-label={liveCopy.holdStill.title}>
        <circle cx="60" cy="60" r="50" class="arc-track" />
        <circle ref={ring} cx="60" cy="60" r="50" class="arc-bar" pathLength={1} stroke-dasharray="0 2" transform="rotate(-90 60 60)" />
        <text ref={seconds} x="60" y="74" text-anchor="middle" class="still-number">
          3
        </text>
      </svg>
      <p ref={hint} class="muted" role="status" />
      <Button block data-testid="skip-still" onClick={() => live.dispatch({ type: 'skipZero' })}>
        {liveCopy.holdStill.skip}
      </Button>
    </PhonePage>
  );
}
