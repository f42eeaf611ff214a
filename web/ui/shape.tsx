import type { PacingLight } from '#shared/schema/decision.ts';
import './shape.css';

/** Outlines on a 24 x 24 grid: colour is never the only difference. */
const outlines: Record<PacingLight, string> = {
  go: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z',
  ease: 'M12 3 22 21H2Z',
  rest: 'M6 3h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3Z',
  stop: 'M8 2h8l6 6v8l-6 6H8l-6-6V8Z',
};

export interface ShapeProps {
  light: PacingLight;
  /** Edge length in CSS units; default 1.15em. */
  size?: string;
  /** Set when no word stands beside it. */
  label?: string;
}

export function Shape({ light, size, label }: ShapeProps) {
  const style = size === undefined ? undefined : { width: size, height: size };
  const path = <path d={outlines[light]} fill="currentColor" />;
  if (label === undefined) {
    return (
      <svg class={`shape shape-${light}`} style={style} viewBox="0 0 24 24" aria-hidden="true">
        {path}
      </svg>
    );
  }
  return (
    <svg class={`shape shape-${light}`} style={style} viewBox="0 0 24 24" role="img" aria-label={label}>
      {path}
    </svg>
  );
}
