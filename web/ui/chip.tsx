import type { ComponentChildren } from 'preact';
import type { SensorState } from '#shared/schema/quality.ts';
import { common } from '#web/copy/common.ts';
import './chip.css';

export interface SensorChipProps {
  /** What a person calls it: "Heart", "Thigh". */
  label: string;
  state: SensorState;
  /** Instead of the state's own word. */
  word?: string;
  /** Short addition, e.g. "5 s" since the last value. */
  detail?: string;
  /** Makes the chip a button, e.g. to pick the sensor again. */
  onPress?: () => void;
}

/** Told apart by shape: a disc sends, a clock waits, a crossed ring is gone, a square is a person's own hand. */
const shapes: Record<SensorState, string> = {
  live: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z',
  stale: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 5v3.2l2.2 1.5',
  lost: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM4.2 4.2l7.6 7.6',
  manual: 'M4 4h8v8H4Z',
};

export function SensorChip({ label, state, word = common.sensorState[state], detail, onPress }: SensorChipProps) {
  const content = (
    <>
      <svg class={`chip-state chip-state-${state}`} viewBox="0 0 16 16" aria-hidden="true">
        <path d={shapes[state]} />
      </svg>
      <span>{label}</span>
      <span class={state === 'live' ? 'muted' : undefined}>{word}</span>
      {detail !== undefined && <span class="number">{detail}</span>}
    </>
  );
  if (onPress === undefined) return <span class="chip">{content}</span>;
  return (
    <button type="button" class="chip" onClick={onPress}>
      {content}
    </button>
  );
}

export function Chip({ tone, children }: { tone?: 'plain' | 'tens'; children: ComponentChildren }) {
  return <span class={tone === 'tens' ? 'chip chip-tens' : 'chip'}>{children}</span>;
}
