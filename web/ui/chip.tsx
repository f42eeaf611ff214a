import type { ComponentChildren } from 'preact';
import type { SensorState } from '#shared/schema/quality.ts';
import { common } from '#web/copy/common.ts';
import './chip.css';

export interface SensorChipProps {
  /** What a person calls it: "Heart", "Thigh". */
  label: string;
  state: SensorState;
  /** Short addition, e.g. "5 s" since the last value. */
  detail?: string;
  /** Makes the chip a button, e.g. to pick the sensor again. */
  onPress?: () => void;
}

export function SensorChip({ label, state, detail, onPress }: SensorChipProps) {
  const content = (
    <>
      <span class={`chip-dot chip-dot-${state}`} aria-hidden="true" />
      <span>{label}</span>
      {detail !== undefined && <span class="number">{detail}</span>}
      <span class={state === 'live' ? 'visually-hidden' : undefined}>{common.sensorState[state]}</span>
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
