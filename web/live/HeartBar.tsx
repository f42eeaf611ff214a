import { useRef } from 'preact/hooks';
import type { Reading } from '#shared/analysis/types.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import { liveCopy } from '#web/copy/live.ts';
import { useFrame } from './useFrame.ts';
import { setAttribute, setText } from './write.ts';

const LEFT = 10;
const WIDTH = 320;

/** Ends of the drawn scale, beats/min: the agreed band and ceiling with room on both sides. */
export function heartScale(setup: Pick<SessionSetup, 'heartRateBandBpm' | 'heartRateCeilingBpm' | 'restingHeartRateBpm'>): {
  from: number;
  to: number;
} {
  const low = setup.heartRateBandBpm?.from ?? setup.restingHeartRateBpm ?? 70;
  const high = setup.heartRateCeilingBpm ?? setup.heartRateBandBpm?.to ?? 150;
  return { from: Math.floor((low - 22) / 10) * 10, to: Math.ceil((high + 12) / 10) * 10 };
}

/** Heart rate against the agreed band and its ceiling. The number, then where it stands. */
export function HeartBar({ reading, setup }: { reading: () => Reading; setup: SessionSetup }) {
  const number = useRef<HTMLElement>(null);
  const unit = useRef<HTMLSpanElement>(null);
  const marker = useRef<SVGPathElement>(null);
  const scale = heartScale(setup);
  const x = (bpm: number) => LEFT + (WIDTH * (Math.min(scale.to, Math.max(scale.from, bpm)) - scale.from)) / (scale.to - scale.from);
  const { heartRateBandBpm: band, heartRateCeilingBpm: ceiling } = setup;

  useFrame(() => {
    const { heartRateBpm, heartRateQuality } = reading();
    const known = heartRateBpm !== null && heartRateQuality !== 'missing';
    setText(number.current, known ? String(Math.round(heartRateBpm)) : '–');
    setText(unit.current, known ? liveCopy.screen.heartUnit : liveCopy.screen.heartNone);
    setAttribute(marker.current, 'opacity', known ? (heartRateQuality === 'ok' ? '1' : '0.4') : '0');
    if (known) setAttribute(marker.current, 'transform', `translate(${x(heartRateBpm).toFixed(1)} 0)`);
  });

  const agreed = [band !== null && liveCopy.screen.band(band.from, band.to), ceiling !== null && liveCopy.screen.ceiling(ceiling)];
  return (
    <div class="live-heart">
      <div class="spread">
        <span>
          <b ref={number} class="live-heart-number" data-testid="heart-rate">
            –
          </b>{' '}
          <span ref={unit} class="muted small" />
        </span>
        <span class="muted small">{agreed.filter(Boolean).join(', ')}</span>
      </div>
      <svg viewBox="0 0 340 34" aria-hidden="true">
        <rect class="heart-track" x={LEFT} y="13" width={WIDTH} height="10" rx="5" />
        {band !== null && <rect class="heart-band" x={x(band.from)} y="13" width={x(band.to) - x(band.from)} height="10" />}
        {ceiling !== null && <path class="heart-ceiling" d={`M${x(ceiling)} 7V29`} />}
        <path ref={marker} class="heart-marker" d="M-8 4h16l-8 11z" opacity="0" />
      </svg>
    </div>
  );
}
